package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.relay.Relay;
import dev.lockstep.eventsourcing.relay.RelaySettings;
import dev.lockstep.localstack.TestKafka;
import dev.lockstep.localstack.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** From commit until a consumer has the record in its hands, which is a little later than Kafka had it. */
final class RelayBenchmark implements Benchmark {

    private static final String TOPIC = "lockstep.benchmark.relay";

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String description() {
        return "from commit to a Kafka consumer at " + PacedAppends.PER_SECOND + " events/s";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        TestKafka kafka = TestServers.kafka();
        kafka.createTopic(TOPIC, 6);
        Map<String, Object> connection = Map.of("bootstrap.servers", kafka.bootstrapServers());
        Latencies latencies = new Latencies();
        AtomicBoolean done = new AtomicBoolean();
        try (Database database = new Database(4);
                Relay _ = Relay.start(
                        new RelaySettings("benchmark", TOPIC, "/lockstep/benchmark", database.direct(), connection))) {
            Thread consumer = Thread.ofPlatform().start(() -> follow(connection, latencies, done));
            Histogram histogram =
                    latencies.histogram(PacedAppends.run(new PostgresEventStore(database.pool()), latencies, time));
            done.set(true);
            consumer.join();
            return List.of(
                    Figure.atMost("commit to consumer, p50", Latencies.millis(histogram, 50), "ms", 4),
                    Figure.information("commit to consumer, p90", Latencies.millis(histogram, 90), "ms"),
                    Figure.atMost("commit to consumer, p99", Latencies.millis(histogram, 99), "ms", 12),
                    Figure.information("commit to consumer, longest", Latencies.millis(histogram, 100), "ms"));
        }
    }

    private static void follow(Map<String, Object> connection, Latencies latencies, AtomicBoolean done) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!done.get()) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record ->
                                latencies.arrived(CloudEventRecords.read(record).id()));
            }
        }
    }
}
