package dev.lockstep.eventsourcing.inbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits the offsets of what was handled, a few times a second and before partitions go to another replica. An offset that is not
 * committed costs duplicates, which the inbox drops; a commit for every poll would cost the broker more than the events do.
 */
final class HandledOffsets implements ConsumerRebalanceListener {

    private static final Logger LOG = System.getLogger(HandledOffsets.class.getName());
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Consumer<?, ?> consumer;
    private final java.util.function.Consumer<Collection<TopicPartition>> given;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private long due = System.nanoTime();

    /**
     * Those of a consumer.
     *
     * @param given is told the partitions that another replica reads from now on
     */
    HandledOffsets(Consumer<?, ?> consumer, java.util.function.Consumer<Collection<TopicPartition>> given) {
        this.consumer = consumer;
        this.given = given;
    }

    /** Records that were handled, perhaps none; called after each poll. */
    void add(ConsumerRecords<?, ?> records) {
        offsets.putAll(records.nextOffsets());
        long now = System.nanoTime();
        if (!offsets.isEmpty() && now - due >= 0) {
            due = now + INTERVAL_NANOS;
            consumer.commitAsync(Map.copyOf(offsets), (_, failure) -> {
                if (failure != null) {
                    LOG.log(Level.DEBUG, "Offsets were not committed", failure);
                }
            });
            offsets.clear();
        }
    }

    /** Called before a rebalance and at the end: commits what is left and waits for it. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        given.accept(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(offsets), PATIENCE);
        } catch (KafkaException e) {
            LOG.log(Level.DEBUG, "Offsets were not committed", e);
        }
        offsets.clear();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // They start at their committed offsets.
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        given.accept(partitions);
        offsets.keySet().removeAll(partitions);
    }
}
