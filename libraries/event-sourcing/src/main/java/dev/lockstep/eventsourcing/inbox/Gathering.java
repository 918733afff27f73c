package dev.lockstep.eventsourcing.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Gathers the records of several polls for which nobody waits, so that they share what a transaction costs. All are due as soon as one
 * is awaited, there are {@value #MOST} of them, or the first has lain for {@value #LONGEST_MILLIS} ms; their order stays. For one thread.
 */
final class Gathering {

    static final int MOST = 500;
    static final int LONGEST_MILLIS = 100;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);

    private final Predicate<ConsumerRecord<String, byte[]>> awaited;
    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private boolean hurry;
    private long since;

    /**
     * Nothing yet.
     *
     * @param awaited whether somebody waits for what a record leads to
     */
    Gathering(Predicate<ConsumerRecord<String, byte[]>> awaited) {
        this.awaited = awaited;
    }

    /** How many there are. */
    int size() {
        return records.values().stream().mapToInt(List::size).sum();
    }

    /** Adds what a poll brought. */
    void add(ConsumerRecords<String, byte[]> polled, long nanoTime) {
        if (records.isEmpty()) {
            since = nanoTime;
        }
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<String, byte[]>> come = polled.records(partition);
            records.computeIfAbsent(partition, _ -> new ArrayList<>()).addAll(come);
            hurry = hurry || come.stream().anyMatch(awaited);
        }
        offsets.putAll(polled.nextOffsets());
    }

    /** How long the next poll may wait for more. */
    Duration patience(Duration longest, long nanoTime) {
        if (records.isEmpty()) {
            return longest;
        }
        Duration left = Duration.ofNanos(Math.max(0, since + LONGEST_NANOS - nanoTime));
        return left.compareTo(longest) < 0 ? left : longest;
    }

    /** Those that are due, all or none; they are not here any more. */
    ConsumerRecords<String, byte[]> due(long nanoTime) {
        boolean due = hurry || nanoTime - since >= LONGEST_NANOS || size() >= MOST;
        if (!due && !records.isEmpty()) {
            return ConsumerRecords.empty();
        }
        ConsumerRecords<String, byte[]> all = new ConsumerRecords<>(Map.copyOf(records), Map.copyOf(offsets));
        records.clear();
        offsets.clear();
        hurry = false;
        return all;
    }

    /** Forgets those of partitions that another replica reads from now on; it begins where this one has committed. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(records::remove);
        partitions.forEach(offsets::remove);
    }
}
