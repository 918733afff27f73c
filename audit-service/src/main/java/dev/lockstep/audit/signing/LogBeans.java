package dev.lockstep.audit.signing;

import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.transparencylog.VerifierKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The log of this service: its key, and the ledger that signs with it. */
class LogBeans {

    private static final String ADOPT = """
            insert into log_identity (origin, verifier_key) values (?, ?) on conflict do nothing
            """;
    private static final String IDENTITY = "select verifier_key from log_identity";

    @Produces
    @Singleton
    KeyFolder keyFolder(
            @ConfigProperty(name = "lockstep.audit.key-folder") String folder,
            @ConfigProperty(name = "lockstep.audit.origin") String origin) {
        return KeyFolder.open(Path.of(folder), origin);
    }

    /** Which log this is, once it is certain that the database holds no other: a log is told by the first key that it ever had. */
    @Produces
    @Singleton
    LogIdentity identity(KeyFolder keys, DataSource dataSource) {
        LogIdentity identity = keys.identity();
        VerifierKey first = identity.keys().terms().getFirst().key();
        String stored = storedKey(dataSource, first);
        if (!stored.equals(first.toString())) {
            throw new IllegalStateException(
                    "the database holds the log of %s, the first key of the key folder is %s".formatted(stored, first));
        }
        return identity;
    }

    private static String storedKey(DataSource dataSource, VerifierKey first) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement adopt = connection.prepareStatement(ADOPT);
                PreparedStatement read = connection.prepareStatement(IDENTITY)) {
            adopt.setString(1, first.name());
            adopt.setString(2, first.toString());
            adopt.executeUpdate();
            try (ResultSet rows = read.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException failed) {
            throw new DatabaseException("reading which log the database holds", failed);
        }
    }

    /** The keys of persons, once it is certain that the key folder has the secret for those that are there. */
    @Produces
    @Singleton
    PersonTable persons(KeyFolder keys, DataSource dataSource) {
        PersonTable persons = new PersonTable(keys.personSecret());
        try (Connection connection = dataSource.getConnection()) {
            persons.all(connection);
            return persons;
        } catch (SQLException failed) {
            throw new DatabaseException("reading the keys of persons", failed);
        }
    }

    @Produces
    @Singleton
    Ledger ledger(LogIdentity identity, KeyFolder memory) {
        return new Ledger(identity, memory);
    }
}
