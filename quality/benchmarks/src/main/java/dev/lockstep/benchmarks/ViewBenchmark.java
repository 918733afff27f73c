package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.inbox.ConsumerLoop;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.relay.Relay;
import dev.lockstep.eventsourcing.relay.RelaySettings;
import dev.lockstep.localstack.TestKafka;
import dev.lockstep.localstack.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** From commit in one service until a query of another service's database sees it: relay, Kafka, inbox, view. */
final class ViewBenchmark implements Benchmark {

    private static final String TOPIC = "lockstep.benchmark.view";

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
        TestKafka kafka = TestServers.kafka();
        kafka.createTopic(TOPIC, 6);
        Map<String, Object> connection = Map.of("bootstrap.servers", kafka.bootstrapServers());
        Latencies latencies = new Latencies();
        AtomicBoolean done = new AtomicBoolean();
        try (Database writing = new Database(4);
                Database viewing = new Database(4)) {
            viewing.execute("create table seen (place bigint generated always as identity primary key, event_id uuid)");
            InboxConsumer inbox =
                    new InboxConsumer("benchmark", new PostgresEventStore(viewing.pool()), ViewBenchmark::see);
            try (Relay _ = Relay.start(new RelaySettings(
                            "benchmark", TOPIC, "/lockstep/benchmark", writing.direct(), connection));
                    ConsumerLoop _ = ConsumerLoop.start(inbox, Optional.empty(), List.of(TOPIC), connection)) {
                Thread reader = Thread.ofPlatform().start(() -> follow(viewing, latencies, done));
                Histogram histogram =
                        latencies.histogram(PacedAppends.run(new PostgresEventStore(writing.pool()), latencies, time));
                done.set(true);
                reader.join();
                return List.of(
                        Figure.atMost("commit to visible, p50", Latencies.millis(histogram, 50), "ms", 10),
                        Figure.information("commit to visible, p90", Latencies.millis(histogram, 90), "ms"),
                        Figure.atMost("commit to visible, p99", Latencies.millis(histogram, 99), "ms", 40),
                        Figure.information("commit to visible, longest", Latencies.millis(histogram, 100), "ms"));
            }
        }
    }

    private static void see(ReceivedEvent event, EventTransaction transaction) {
        try (PreparedStatement statement =
                transaction.connection().prepareStatement("insert into seen (event_id) values (?)")) {
            statement.setObject(1, event.id());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("Cannot write the view", e);
        }
    }

    /** Asks every millisecond for what is new; one consumer thread writes, so that places become visible in order. */
    private static void follow(Database viewing, Latencies latencies, AtomicBoolean done) {
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
        } catch (SQLException e) {
            throw new EventStoreException("Cannot read the view", e);
        }
    }
}
