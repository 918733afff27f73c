package dev.lockstep.audit.ledger;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Marks the entries that were appended before there was a search, so that {@link EarlierEntries} finds them. Nothing else is done here: a
 * large log would keep the service from starting.
 */
public final class WordsOfEarlierEntries implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("3");
    }

    @Override
    public String getDescription() {
        return "words of earlier entries";
    }

    /** It was 1 when everything was filled here, and stays: databases that did so have nothing left to do. */
    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute(EarlierEntries.MARK);
        }
    }
}
