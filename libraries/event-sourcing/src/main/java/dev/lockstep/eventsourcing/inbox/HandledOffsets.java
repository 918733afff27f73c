package dev.lockstep.eventsourcing.inbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

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
    private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
    private final Set<TopicPartition> unmarked = new HashSet<>();
    private long parked;
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
        reached.putAll(records.nextOffsets());
        long now = System.nanoTime();
        if (!offsets.isEmpty() && now - due >= 0) {
            due = now + INTERVAL_NANOS;
            consumer.commitAsync(marked(), (tried, failure) -> {
                if (failure != null) {
                    LOG.log(Level.DEBUG, "Offsets were not committed", failure);
                    unmarked.addAll(tried.keySet());
                }
            });
            offsets.clear();
        }
    }

    /**
     * How many keys are parked now. It stands beside every offset that is committed ({@link ParkedMark}); when it has changed, or partitions
     * came from another replica, what is committed already is committed again with it. Never more than that: what was polled may not have
     * been handled.
     */
    void parked(long keys) {
        if (keys != parked) {
            parked = keys;
            unmarked.addAll(consumer.assignment());
        }
        unmarked.retainAll(consumer.assignment());
        if (!unmarked.isEmpty()) {
            try {
                committedOrReached().forEach(offsets::putIfAbsent);
                unmarked.clear();
            } catch (TimeoutException silent) {
                LOG.log(Level.DEBUG, "It is said later how many keys are parked", silent);
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committedOrReached() {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>(consumer.committed(unmarked, PATIENCE));
        known.values().removeIf(Objects::isNull);
        unmarked.stream()
                .filter(reached::containsKey)
                .forEach(partition -> known.put(partition, reached.get(partition)));
        return known;
    }

    private Map<TopicPartition, OffsetAndMetadata> marked() {
        Map<TopicPartition, OffsetAndMetadata> marked = new HashMap<>();
        offsets.forEach((partition, offset) -> marked.put(
                partition, new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), ParkedMark.of(parked))));
        return marked;
    }

    /** Called before a rebalance and at the end: commits what is left and waits for it. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        given.accept(partitions);
        reached.keySet().removeAll(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(marked(), PATIENCE);
        } catch (KafkaException e) {
            LOG.log(Level.DEBUG, "Offsets were not committed", e);
        }
        offsets.clear();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // They start at their committed offsets, beside which another replica may have said what is no longer so.
        unmarked.addAll(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        given.accept(partitions);
        offsets.keySet().removeAll(partitions);
        reached.keySet().removeAll(partitions);
    }
}
