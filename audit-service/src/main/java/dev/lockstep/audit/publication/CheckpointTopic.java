package dev.lockstep.audit.publication;

import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topic of published checkpoints: one partition, the log's name as the key, the signed note as the value. The service does not
 * consume it, so that publishing a checkpoint makes no entry.
 */
final class CheckpointTopic implements AutoCloseable {

    static final String NAME = "lockstep.audit.checkpoints";
    private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
    private static final int LAST = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String bootstrapServers;
    private final LogIdentity identity;
    private final Producer<String, String> producer;

    CheckpointTopic(String bootstrapServers, LogIdentity identity) {
        this.bootstrapServers = bootstrapServers;
        this.identity = identity;
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "audit-checkpoints",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class));
    }

    /** Publishes a signed checkpoint and waits until Kafka has it. */
    void publish(String note) throws InterruptedException, ExecutionException {
        producer.send(new ProducerRecord<>(NAME, PARTITION.partition(), identity.origin(), note))
                .get();
    }

    /**
     * The greatest of the last checkpoints that are believed; what others wrote there is passed over. The greatest of all is among
     * them, because no smaller one is published after it but by replicas that do so at the same time.
     *
     * @throws KafkaException when Kafka does not answer
     */
    Optional<Checkpoint> latest() {
        try (Consumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class))) {
            consumer.assign(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            long begin = consumer.beginningOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            consumer.seek(PARTITION, Math.max(begin, end - LAST));
            Optional<Checkpoint> greatest = Optional.empty();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(PARTITION) < end && System.nanoTime() < deadline) {
                Stream<Checkpoint> read = StreamSupport.stream(
                                consumer.poll(Duration.ofMillis(500)).spliterator(), false)
                        .flatMap(this::believed);
                greatest = Stream.concat(greatest.stream(), read).max(Comparator.comparingLong(Checkpoint::size));
            }
            if (consumer.position(PARTITION) < end) {
                throw new KafkaException("the published checkpoints could not be read in " + PATIENCE);
            }
            return greatest;
        }
    }

    private Stream<Checkpoint> believed(ConsumerRecord<String, String> published) {
        return identity.open(published.value()) instanceof Checked.Accepted<Checkpoint>(Checkpoint checkpoint)
                ? Stream.of(checkpoint)
                : Stream.empty();
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
