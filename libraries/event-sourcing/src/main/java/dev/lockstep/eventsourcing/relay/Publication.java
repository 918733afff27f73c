package dev.lockstep.eventsourcing.relay;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Events on their way to Kafka: sent one behind the other without waiting for each other's acknowledgement. The producer keeps their
 * order, also when it repeats itself, and never gives one up. After a failure nothing more can be sent.
 */
final class Publication implements AutoCloseable {

    private static final int MOST_UNDER_WAY = 2_000;

    private final RelaySettings settings;
    private final Producer<String, byte[]> producer;
    private final Queue<Sent> underWay = new ArrayDeque<>();
    private EventCursor sent;
    private EventCursor acknowledged;

    private record Sent(EventCursor cursor, Future<RecordMetadata> acknowledgement) {}

    /**
     * A producer of its own.
     *
     * @param from everything up to here is on Kafka
     */
    Publication(RelaySettings settings, EventCursor from) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(configuration(settings));
        this.sent = from;
        this.acknowledged = from;
    }

    /** The last event that was sent. */
    EventCursor sent() {
        return sent;
    }

    /** Everything up to here is on Kafka. */
    EventCursor acknowledged() {
        return acknowledged;
    }

    /** Whether everything that was sent is on Kafka. */
    boolean isComplete() {
        return underWay.isEmpty();
    }

    /** Whether so much is under way that no more should be sent yet. */
    boolean isFull() {
        return underWay.size() >= MOST_UNDER_WAY;
    }

    /**
     * Sends the next events of the log.
     *
     * @throws KafkaException when Kafka cannot be given one
     */
    void send(List<RecordedEvent> events) {
        for (RecordedEvent event : events) {
            Future<RecordMetadata> acknowledgement =
                    producer.send(CloudEventRecords.write(settings.topic(), settings.source(), event));
            if (acknowledgement.state() == Future.State.FAILED) {
                // Not even sent, because Kafka cannot be reached for example. Nothing may overtake it.
                throw new KafkaException("Kafka cannot be given an event", acknowledgement.exceptionNow());
            }
            underWay.add(new Sent(event.cursor(), acknowledgement));
            sent = event.cursor();
        }
    }

    /**
     * Takes note of the acknowledgements that have come, in the order of the log.
     *
     * @return how many
     * @throws KafkaException when Kafka did not take an event
     */
    int settle() {
        int count = 0;
        for (Sent next = underWay.peek(); next != null && next.acknowledgement().isDone(); next = underWay.peek()) {
            if (next.acknowledgement().state() != Future.State.SUCCESS) {
                throw new KafkaException(
                        "Kafka did not take an event", next.acknowledgement().exceptionNow());
            }
            acknowledged = next.cursor();
            underWay.remove();
            count++;
        }
        return count;
    }

    /** Waits for the next acknowledgement, but not for ever. */
    void await(Duration patience) throws InterruptedException {
        Sent next = underWay.peek();
        if (next != null) {
            try {
                next.acknowledgement().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // Settling tells what came of it.
                return;
            }
        }
    }

    /** Without waiting: what is under way is published again from the stored cursor, by whoever leads then. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private static Map<String, Object> configuration(RelaySettings settings) {
        Map<String, Object> configuration = new HashMap<>(settings.kafka());
        configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "relay-" + settings.name());
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        // A batch that the client gave up could be overtaken by a later one, and a consumer would see a gap.
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return configuration;
    }
}
