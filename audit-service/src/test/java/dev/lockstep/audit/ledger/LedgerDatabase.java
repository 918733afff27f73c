package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.localstack.TestPostgresql;
import dev.lockstep.localstack.TestServers;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An empty ledger in a database of a real server. */
public final class LedgerDatabase {

    public static final LogIdentity IDENTITY = new LogIdentity(SigningKey.generate("lockstep.example/audit"));
    public static final PersonTable PERSONS = new PersonTable(new byte[32]);
    static final Instant NOW = Instant.parse("2026-03-01T10:15:31Z");

    private static final TestPostgresql.Database DATABASE = withSchema();

    public final Memory memory = new Memory();

    public LedgerDatabase() {
        change(
                "truncate entry, entry_span, tile, checkpoint, cosignature, cluster_site, data_given_up, person_key, words_to_forget, event_log, inbox_message, inbox_stream, parked_key, parked_event, identity_act, identity_reading, identity_failure");
        change("update identity_failure_due set due = 'epoch'");
    }

    private static TestPostgresql.Database withSchema() {
        TestPostgresql.Database database = TestServers.postgresql().freshDatabase();
        for (String script : List.of(
                "/db/eventsourcing/V0.1__event_store.sql",
                "/db/migration/V1__ledger.sql",
                "/db/migration/V2__search.sql",
                "/db/migration/V4__cosignatures.sql",
                "/db/migration/V5__records.sql",
                "/db/migration/V6__siem.sql",
                "/db/migration/V7__persons.sql",
                "/db/migration/V9__identity_acts.sql",
                "/db/migration/V10__identity_reading.sql")) {
            try (InputStream schema = Objects.requireNonNull(LedgerDatabase.class.getResourceAsStream(script))) {
                change(database, new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return database;
    }

    /** Where the database is. */
    public DataSource dataSource() {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setUrl(DATABASE.jdbcUrl());
        connections.setUser(DATABASE.user());
        connections.setPassword(DATABASE.password());
        return connections;
    }

    public Connection connect() throws SQLException {
        return connect(DATABASE);
    }

    private static Connection connect(TestPostgresql.Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    public void change(String sql) {
        change(DATABASE, sql);
    }

    private static void change(TestPostgresql.Database database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new DatabaseException(sql, failed);
        }
    }

    public Checkpoint append(List<LedgerEntry> entries) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            lock(connection);
            Checkpoint checkpoint = new Ledger(IDENTITY, memory).append(connection, entries, NOW);
            connection.commit();
            return checkpoint;
        }
    }

    static void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select lock_streams(array[?])")) {
            statement.setString(1, Ledger.SEQUENCER.toString());
            statement.execute();
        }
    }

    /** Forgets words of erased persons, so many entries at once and so far; how many it went through. */
    public int forgetWords(int batch, long reach) {
        return new ForgottenWords(dataSource(), PERSONS, batch, reach).work();
    }

    public Verification verify() throws SQLException {
        return verify(List.of());
    }

    Verification verify(List<Checkpoint> known) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return Verification.of(connection, IDENTITY, PERSONS, known);
        }
    }

    /** Remembers while the test runs. */
    public static final class Memory implements CheckpointMemory {

        private Optional<Checkpoint> remembered = Optional.empty();

        @Override
        public synchronized Optional<Checkpoint> remembered() {
            return remembered;
        }

        /** As if it had been set back together with the database. */
        synchronized void forget() {
            remembered = Optional.empty();
        }

        @Override
        public synchronized void remember(Checkpoint checkpoint, String note) {
            remembered = Optional.of(checkpoint);
        }
    }
}
