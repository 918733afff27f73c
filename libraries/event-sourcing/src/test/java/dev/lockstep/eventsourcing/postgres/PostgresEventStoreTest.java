package dev.lockstep.eventsourcing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.AppendResult.Conflict;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreContract;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresEventStoreTest extends EventStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.shared();
    private static final StreamId STREAM = new StreamId("cluster", "contoso:clu01");
    private static final String WAITING_FOR_A_STREAM =
            "select backend_xid::text from pg_stat_activity where wait_event = 'advisory' and datname = current_database()";

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @Override
    protected EventStore emptyStore() {
        DATABASE.deleteEverything();
        return new PostgresEventStore(DATABASE.pool());
    }

    @Test
    void theCallersOwnWritesAreCommittedOrRolledBackWithTheEvents() {
        DATABASE.execute("create table if not exists active_rollout (cluster text primary key)");
        DATABASE.execute("truncate active_rollout");

        store.transact(Set.of(STREAM), transaction -> startRollout(transaction, 0));
        assertThatThrownBy(() -> store.transact(Set.of(STREAM), transaction -> startRollout(transaction, 1)))
                .isInstanceOf(EventStoreException.class)
                .hasMessageContaining("active_rollout_pkey");

        assertThat(DATABASE.query("select cluster from active_rollout")).containsExactly("contoso:clu01");
        assertThat(store.read(STREAM, 0, 10)).hasSize(1);
    }

    @Test
    void takesPartInATransactionOfTheCallersWithoutCommittingIt() throws SQLException {
        try (Connection connection = DATABASE.pool().getConnection()) {
            connection.setAutoCommit(false);
            EventTransaction transaction = PostgresEventStore.join(connection, Set.of(STREAM));
            assertThat(transaction.append(List.of(append(0)))).isEqualTo(new Appended());
            assertThat(transaction.read(STREAM, 0, 10)).hasSize(1);
            assertThat(store.read(STREAM, 0, 10)).isEmpty();
            connection.rollback();
            assertThat(store.read(STREAM, 0, 10)).isEmpty();

            PostgresEventStore.join(connection, Set.of(STREAM)).append(List.of(append(0)));
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertThat(store.read(STREAM, 0, 10)).hasSize(1);
    }

    @Test
    void refusesToTakeLocksAfterTheTransactionHasWritten() throws SQLException {
        try (Connection connection = DATABASE.pool().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into inbox_message (consumer, message_id) values ('c', gen_random_uuid())");
            assertThatThrownBy(() -> PostgresEventStore.join(connection, Set.of(STREAM)))
                    .isInstanceOf(EventStoreException.class)
                    .hasMessageContaining("before the transaction writes");
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void refusesATransactionThatWouldNotSeeWhatItWaitedFor() throws SQLException {
        try (Connection connection = DATABASE.pool().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThatThrownBy(() -> PostgresEventStore.join(connection, Set.of(STREAM)))
                    .isInstanceOf(EventStoreException.class)
                    .hasMessageContaining("read committed");
            connection.rollback();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(true);
        }
    }

    /** The order of the log rests on it: whoever waits for a stream must not have its place in the log yet. */
    @Test
    @Timeout(60)
    void anAppendWaitsForItsStreamBeforeItsTransactionHasAnId() throws Exception {
        try (Connection first = DATABASE.pool().getConnection();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            first.setAutoCommit(false);
            PostgresEventStore.join(first, Set.of(STREAM)).append(List.of(append(0)));
            Future<AppendResult> second = thread.submit(() -> store.append(List.of(append(0))));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !DATABASE.query(WAITING_FOR_A_STREAM).isEmpty());

            assertThat(DATABASE.query(WAITING_FOR_A_STREAM)).containsExactly("null");

            first.commit();
            first.setAutoCommit(true);
            assertThat(second.get()).isEqualTo(new Conflict(STREAM, 0, 1));
        }
    }

    @Test
    void theLogHidesEverythingThatARunningTransactionCouldStillGetInFrontOf() throws SQLException {
        try (Connection running = DATABASE.pool().getConnection()) {
            running.setAutoCommit(false);
            EventTransaction earlier = PostgresEventStore.join(running, Set.of(STREAM));
            earlier.append(List.of(append(0)));
            StreamId other = new StreamId("cluster", "contoso:clu02");
            store.append(List.of(append(other, 0)));

            assertThat(store.log().read(EventCursor.START, 10)).isEmpty();

            running.commit();
            running.setAutoCommit(true);
            assertThat(store.log().read(EventCursor.START, 10))
                    .extracting(event -> event.stream())
                    .containsExactly(STREAM, other);
        }
    }

    @Test
    void aFewEventsOfALongLogAreReadWithoutTouchingTheRest() throws SQLException {
        try (Connection connection = DATABASE.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into event_log (stream, version, event_id, type, data, actor, correlation_id, causation_id, partition_key, happened_at)
                    select 'cluster-' || n, 1, gen_random_uuid(), 't.v1', '{}', 'a', gen_random_uuid(), gen_random_uuid(), 'k', now()
                      from generate_series(1, 20000) n
                    """);
        }
        String plan = String.join(
                " ",
                DATABASE.query("explain (analyze, buffers) "
                        + EventRows.LOG
                                .replaceFirst("\\?", "'5'::xid8")
                                .replaceFirst("\\?", "7")
                                .replaceFirst("\\?", "10")));
        Matcher pagesRead = Pattern.compile("Buffers: shared hit=(\\d+)").matcher(plan);
        assertThat(pagesRead.find()).as(plan).isTrue();
        assertThat(Integer.parseInt(pagesRead.group(1))).isLessThan(100);
    }

    @Test
    void theServerEndsTransactionsThatAreLeftOpen() throws SQLException {
        try (Connection connection = DATABASE.direct().getConnection();
                Statement statement = connection.createStatement();
                ResultSet timeout = statement.executeQuery("show idle_in_transaction_session_timeout")) {
            assertThat(timeout.next()).isTrue();
            assertThat(timeout.getString(1)).isEqualTo("10s");
        }
    }

    private static Appended startRollout(EventTransaction transaction, long expectedVersion) {
        assertThat(transaction.append(List.of(append(expectedVersion)))).isEqualTo(new Appended());
        try (Statement statement = transaction.connection().createStatement()) {
            statement.execute("insert into active_rollout values ('contoso:clu01')");
        } catch (SQLException e) {
            throw new EventStoreException(String.valueOf(e.getMessage()), e);
        }
        return new Appended();
    }

    private static StreamAppend append(long expectedVersion) {
        return append(STREAM, expectedVersion);
    }

    private static StreamAppend append(StreamId stream, long expectedVersion) {
        EventMetadata metadata = new EventMetadata(
                "tester", UUID.randomUUID(), UUID.randomUUID(), stream.key(), Instant.parse("2026-02-03T04:05:06Z"));
        return new StreamAppend(
                stream,
                expectedVersion,
                List.of(new NewEvent(UUID.randomUUID(), "lockstep.test.added.v2", "{\"amount\":1}", metadata)));
    }
}
