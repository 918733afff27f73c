package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.ParkedKey.Reason;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Handles Kafka records as events: each event once, each stream without gaps, as many events per transaction as correctness
 * allows. An event that cannot be handled parks its key: later events of the key queue behind it in order, other keys go on.
 * Needs a store with a database behind it.
 */
public final class InboxConsumer {

    private static final Logger LOG = System.getLogger(InboxConsumer.class.getName());
    private static final int EVENTS_PER_TRANSACTION = 500;

    private final String consumer;
    private final EventStore store;
    private final EventHandler handler;
    private final LongAdder handled = new LongAdder();
    private final LongAdder duplicates = new LongAdder();

    /**
     * A consumer.
     *
     * @param consumer names what handles the events; the same for all replicas, for ever
     */
    public InboxConsumer(String consumer, EventStore store, EventHandler handler) {
        this.consumer = consumer;
        this.store = store;
        this.handler = handler;
    }

    /** Name of the consumer. */
    public String name() {
        return consumer;
    }

    /** Whether somebody waits for what a record leads to; whatever cannot be read is looked at soon, too. */
    boolean isAwaited(ConsumerRecord<String, byte[]> record) {
        return CloudEventRecords.type(record).map(handler::isAwaited).orElse(true);
    }

    /** Events handled since the start. */
    public long handled() {
        return handled.sum();
    }

    /** Events that had been handled before, since the start. */
    public long duplicates() {
        return duplicates.sum();
    }

    /**
     * Handles what one poll brought. When it returns, every record is handled, known as a duplicate or parked, and its offset
     * may be committed.
     *
     * @throws TryAgainException when the database is in trouble that will pass; giving the same records again does no harm
     */
    public void accept(ConsumerRecords<String, byte[]> records) {
        Map<String, List<TopicPartition>> topics =
                records.partitions().stream().collect(Collectors.groupingBy(TopicPartition::topic));
        topics.values().forEach(partitions -> accept(partitions, records));
    }

    /** A few records of several partitions share a transaction; when it fails, each partition has its own. */
    private void accept(List<TopicPartition> partitions, ConsumerRecords<String, byte[]> records) {
        List<Arrival> arrivals = partitions.stream()
                .flatMap(partition -> records.records(partition).stream())
                .map(Arrival::of)
                .toList();
        if (partitions.size() == 1
                || arrivals.size() > EVENTS_PER_TRANSACTION
                || attempt(partitions, arrivals).isPresent()) {
            partitions.forEach(partition -> accept(partition, records.records(partition)));
        }
    }

    /** Handles records of one partition, in their order; see {@link #accept(ConsumerRecords)}. */
    public void accept(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records) {
        List<Arrival> arrivals = records.stream().map(Arrival::of).toList();
        for (int start = 0; start < arrivals.size(); start += EVENTS_PER_TRANSACTION) {
            int end = Math.min(arrivals.size(), start + EVENTS_PER_TRANSACTION);
            acceptChunk(partition, arrivals.subList(start, end));
        }
    }

    /** All at once if possible; on a failure what came before it, then it alone, then the rest. */
    private void acceptChunk(TopicPartition partition, List<Arrival> arrivals) {
        int from = 0;
        int end = arrivals.size();
        while (from < arrivals.size()) {
            Optional<Failure> failure = attempt(List.of(partition), arrivals.subList(from, end));
            if (failure.isEmpty()) {
                from = end;
                end = arrivals.size();
            } else if (end - from == 1) {
                park(partition, arrivals.get(from), failure.get().cause());
                from = end;
                end = arrivals.size();
            } else {
                end = from + failure.get().before(end - from);
            }
        }
    }

    /** Handles arrivals of partitions of one topic in one transaction. */
    private Optional<Failure> attempt(List<TopicPartition> partitions, List<Arrival> arrivals) {
        Progress progress = new Progress();
        try {
            Set<StreamId> locks = new HashSet<>();
            partitions.forEach(partition -> locks.add(InboxTables.lock(consumer, partition)));
            for (int index = 0; index < arrivals.size(); index++) {
                progress.reached(index);
                arrivals.get(index).event().ifPresent(event -> locks.addAll(handler.streams(event)));
            }
            progress.leave();
            String topic = partitions.getFirst().topic();
            int count = store.transact(locks, transaction -> handleAll(topic, arrivals, transaction, progress));
            handled.add(count);
            duplicates.add(progress.duplicates);
        } catch (RuntimeException e) {
            if (Failures.willPass(e)) {
                throw new TryAgainException(e);
            }
            return Optional.of(new Failure(e, progress.index));
        }
        handler.committed();
        return Optional.empty();
    }

    private int handleAll(String topic, List<Arrival> arrivals, EventTransaction transaction, Progress progress) {
        InboxTables tables = new InboxTables(transaction.connection(), consumer);
        InboxState state = tables.state(topic, arrivals);
        List<Integer> next = new ArrayList<>();
        for (int index = 0; index < arrivals.size(); index++) {
            Arrival arrival = arrivals.get(index);
            switch (state.place(arrival)) {
                case NEXT -> next.add(index);
                case DUPLICATE -> progress.duplicates++;
                case QUEUED -> tables.queue(arrival);
                case GAP -> {
                    park(tables, arrival, Reason.GAP, state.describeGap(arrival));
                    state.parked(arrival.key());
                }
                case UNREADABLE -> {
                    park(tables, arrival, Reason.UNREADABLE, arrival.unreadable());
                    state.parked(arrival.key());
                }
            }
        }
        List<UUID> ids =
                next.stream().map(index -> arrivals.get(index).required().id()).toList();
        Set<UUID> fresh = ids.isEmpty() ? Set.of() : transaction.register(consumer, ids);
        List<Integer> due = next.stream()
                .filter(index -> fresh.contains(arrivals.get(index).required().id()))
                .toList();
        if (!due.isEmpty()) {
            List<ReceivedEvent> events =
                    due.stream().map(index -> arrivals.get(index).required()).toList();
            handler.handleAll(
                    events,
                    transaction,
                    place -> progress.reached(place == EventHandler.ALL_TOGETHER ? Progress.NOWHERE : due.get(place)));
        }
        progress.leave();
        tables.storeVersions(state.advanced());
        return fresh.size();
    }

    /** Parks the key of an event that failed even alone. */
    private void park(TopicPartition partition, Arrival arrival, RuntimeException cause) {
        try {
            store.transact(Set.of(InboxTables.lock(consumer, partition)), transaction -> {
                InboxTables tables = new InboxTables(transaction.connection(), consumer);
                InboxState state = tables.state(partition.topic(), List.of(arrival));
                if (state.place(arrival) == InboxState.Place.NEXT) {
                    park(tables, arrival, Reason.POISON, Failures.describe(cause));
                }
                return arrival;
            });
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            throw new TryAgainException(e);
        }
        LOG.log(Level.ERROR, "Event of key " + arrival.key() + " cannot be handled by " + consumer, cause);
    }

    private void park(InboxTables tables, Arrival arrival, Reason reason, String detail) {
        tables.parkKey(arrival, reason, detail);
        tables.queue(arrival);
        LOG.log(
                Level.ERROR,
                "{0} parks key {1} of {2} ({3}): {4}",
                consumer,
                arrival.key(),
                arrival.partition().topic(),
                reason,
                detail);
    }

    /** Which event the work had reached when something failed. */
    private static final class Progress {

        private static final int NOWHERE = -1;

        private int index = NOWHERE;
        private int duplicates;

        private void reached(int arrival) {
            index = arrival;
        }

        private void leave() {
            index = NOWHERE;
        }
    }

    private record Failure(RuntimeException cause, int index) {

        /** How many of the events to try next: those before the failing one, it alone if it is the first, half if unknown. */
        int before(int attempted) {
            return switch (index) {
                case Progress.NOWHERE -> attempted / 2;
                case 0 -> 1;
                default -> index;
            };
        }
    }
}
