package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.AppendSignal;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.postgres.Transactions;
import dev.lockstep.eventsourcing.relay.Relay;
import dev.lockstep.eventsourcing.relay.RelaySettings;
import dev.lockstep.localstack.TestKafka;
import dev.lockstep.localstack.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/** Single events at an even rate on one side, and somebody on the other side who notes when each arrives. */
final class EventFlow {

    private static final int PARTITIONS = 6;

    private EventFlow() {}

    /** Where events arrive. */
    interface Destination {

        /** Notes arrivals until it is done. */
        void follow(String topic, Map<String, Object> kafka, Latencies latencies, AtomicBoolean done) throws Exception;
    }

    /** Where events come from. */
    interface Origin {

        /** Sends events and returns those that count. */
        List<UUID> send(String topic, Map<String, Object> kafka, Latencies latencies, Duration time) throws Exception;
    }

    /** Times from sent to arrived. */
    static Histogram measure(String topic, Duration time, Origin origin, Destination destination) throws Exception {
        TestKafka broker = TestServers.kafka();
        broker.createTopic(topic, PARTITIONS);
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        Latencies latencies = new Latencies();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> following = thread.submit(() -> {
                destination.follow(topic, kafka, latencies, done);
                return null;
            });
            Histogram histogram;
            try {
                histogram = latencies.histogram(origin.send(topic, kafka, latencies, time));
            } finally {
                done.set(true);
            }
            following.get();
            return histogram;
        }
    }

    /** A service that appends: event store and relay on a database of their own, in one process. */
    static List<UUID> service(String topic, Map<String, Object> kafka, Latencies latencies, Duration time)
            throws Exception {
        AppendSignal appended = new AppendSignal();
        try (Database database = new Database(4);
                Relay _ = Relay.start(new RelaySettings(
                        "benchmark", topic, "/lockstep/benchmark", database.direct(), kafka, appended))) {
            PostgresEventStore store =
                    new PostgresEventStore(database.pool(), Transactions.jdbc(database.pool()), appended);
            List<UUID> events = PacedAppends.run(store, latencies, time);
            latencies.awaitAll(events);
            return events;
        }
    }

    /** Median to longest, as figures. */
    static List<Figure> figures(String what, Histogram histogram, double goalOfMedian, double goalOf99) {
        return List.of(
                Figure.atMost(what + ", p50", Latencies.millis(histogram, 50), "ms", goalOfMedian),
                Figure.information(what + ", p90", Latencies.millis(histogram, 90), "ms"),
                Figure.atMost(what + ", p99", Latencies.millis(histogram, 99), "ms", goalOf99),
                Figure.information(what + ", longest", Latencies.millis(histogram, 100), "ms"));
    }

    /** Median and 99th percentile of what the figures are to be compared with. */
    static List<Figure> baseline(String what, Histogram histogram) {
        return List.of(
                Figure.information("baseline: " + what + ", p50", Latencies.millis(histogram, 50), "ms"),
                Figure.information("baseline: " + what + ", p99", Latencies.millis(histogram, 99), "ms"));
    }
}
