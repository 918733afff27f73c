package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * From commit until a consumer has the record in its hands, which is a little later than Kafka had it. Beside it the same records by a
 * plain producer, without any database.
 */
final class RelayBenchmark implements Benchmark {

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
        List<Figure> plain = plain("lockstep.benchmark.plain", time);
        List<Figure> relayed = EventFlow.figures(
                "commit to consumer",
                EventFlow.measure("lockstep.benchmark.relay", time, EventFlow::service, RelayBenchmark::consume),
                4,
                12);
        return Stream.concat(plain.stream(), relayed.stream()).toList();
    }

    /** What Kafka alone takes from a plain producer to a plain consumer. */
    static List<Figure> plain(String topic, Duration time) throws Exception {
        return EventFlow.baseline(
                "Kafka producer to consumer",
                EventFlow.measure(topic, time, RelayBenchmark::produce, RelayBenchmark::consume));
    }

    private static List<UUID> produce(String topic, Map<String, Object> kafka, Latencies latencies, Duration time)
            throws Exception {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("linger.ms", 0);
        List<UUID> events = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer())) {
            PacedAppends.pace(time, (stream, version, counts) -> {
                RecordedEvent event = recorded(stream, version);
                latencies.committed(event.id());
                Future<RecordMetadata> _ = producer.send(CloudEventRecords.write(topic, "/lockstep/benchmark", event));
                if (counts) {
                    events.add(event.id());
                }
            });
            latencies.awaitAll(events);
        }
        return events;
    }

    private static RecordedEvent recorded(StreamId stream, long version) {
        NewEvent event = SampleEvents.event(stream.key());
        return new RecordedEvent(
                stream, version, event.id(), event.type(), event.data(), event.metadata(), EventCursor.START);
    }

    private static void consume(String topic, Map<String, Object> kafka, Latencies latencies, AtomicBoolean done) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
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
