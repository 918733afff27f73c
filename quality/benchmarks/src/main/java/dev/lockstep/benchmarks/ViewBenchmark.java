package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.inbox.ConsumerLoop;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * From commit in one service until a query of another service's database sees it: relay, Kafka, inbox, view. Beside it what one
 * committed row costs here, since the way has two commits.
 */
final class ViewBenchmark implements Benchmark {

    private static final int PLAIN_COMMITS = 2_000;
    private static final String SEE = "insert into seen (event_id) values (?)";

    @Override
    public String name() {
        return "view";
    }

    @Override
    public String description() {
        return "from commit to visible in another service's view at " + PacedAppends.PER_SECOND + " events/s";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        List<Figure> plain = EventFlow.baseline("one inserted row, committed", plainCommits());
        List<Figure> views = EventFlow.figures(
                "commit to visible",
                EventFlow.measure("lockstep.benchmark.view", time, EventFlow::service, ViewBenchmark::view),
                10,
                40);
        return Stream.concat(plain.stream(), views.stream()).toList();
    }

    private static Database viewing() throws SQLException {
        Database viewing = new Database(4);
        viewing.execute("create table seen (place bigint generated always as identity primary key, event_id uuid)");
        return viewing;
    }

    private static Histogram plainCommits() throws SQLException {
        Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        try (Database database = viewing();
                Connection connection = database.direct().getConnection();
                PreparedStatement statement = connection.prepareStatement(SEE)) {
            for (int i = 0; i < PLAIN_COMMITS; i++) {
                statement.setObject(1, new UUID(i, i));
                long start = System.nanoTime();
                statement.executeUpdate();
                histogram.recordValue(System.nanoTime() - start);
            }
        }
        return histogram;
    }

    private static void view(String topic, Map<String, Object> kafka, Latencies latencies, AtomicBoolean done)
            throws SQLException {
        try (Database viewing = viewing()) {
            InboxConsumer inbox =
                    new InboxConsumer("benchmark", new PostgresEventStore(viewing.pool()), ViewBenchmark::see);
            try (ConsumerLoop _ = ConsumerLoop.start(inbox, Optional.empty(), List.of(topic), kafka)) {
                follow(viewing, latencies, done);
            }
        }
    }

    private static void see(ReceivedEvent event, EventTransaction transaction) {
        try (PreparedStatement statement = transaction.connection().prepareStatement(SEE)) {
            statement.setObject(1, event.id());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("Cannot write the view", e);
        }
    }

    /** Asks every millisecond for what is new; one consumer thread writes, so that places become visible in order. */
    private static void follow(Database viewing, Latencies latencies, AtomicBoolean done) throws SQLException {
        try (Connection connection = viewing.direct().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select place, event_id from seen where place > ? order by place")) {
            long last = 0;
            while (!done.get()) {
                statement.setLong(1, last);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        last = rows.getLong(1);
                        latencies.arrived(rows.getObject(2, UUID.class));
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
