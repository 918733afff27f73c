package dev.lockstep.audit.ledger;

import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** Gives entries that were appended before there was a search the step and the words that follow from them. */
public final class WordsOfEarlierEntries implements JavaMigration {

    private static final int BATCH = 1_000;
    private static final String READ =
            "select index, content, detached from entry where index > ? order by index limit " + BATCH;
    private static final String FILL =
            "update entry set step = ?, words = array_to_tsvector(string_to_array(?, ' ')) where index = ?";

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("3");
    }

    @Override
    public String getDescription() {
        return "words of earlier entries";
    }

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
        Connection connection = context.getConnection();
        long last = -1;
        long before;
        do {
            before = last;
            last = fillAfter(connection, last);
        } while (last > before);
        try (Statement required = connection.createStatement()) {
            required.execute("alter table entry alter column words set not null");
        }
    }

    private static long fillAfter(Connection connection, long index) throws SQLException {
        long last = index;
        try (PreparedStatement read = connection.prepareStatement(READ);
                PreparedStatement fill = connection.prepareStatement(FILL)) {
            read.setLong(1, index);
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    LedgerEntry entry = LedgerEntry.read(new Leaf(rows.getString(2), rows.getString(3)));
                    fill.setString(1, entry.step());
                    fill.setString(2, String.join(" ", SearchWords.of(entry)));
                    fill.setLong(3, last);
                    fill.addBatch();
                }
            }
            fill.executeBatch();
        }
        return last;
    }
}
