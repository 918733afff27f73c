package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.ParkedQueue.Parked;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What an operator does about the parked keys of one consumer: see them, try them again, or skip an event. Every decision is an event
 * of the stream {@code parking-CONSUMER}, appended in the transaction of its effect; a decision whose event is there already
 * was taken before and has no second effect.
 */
public final class ParkingLot {

    private static final int PAGE = 500;

    private final String consumer;
    private final EventStore store;
    private final EventHandler handler;

    /** The parking lot of the consumer of this name, store and handler. */
    public ParkingLot(String consumer, EventStore store, EventHandler handler) {
        this.consumer = consumer;
        this.store = store;
        this.handler = handler;
    }

    /**
     * What became of a parked key.
     *
     * @param handled events of its queue that were handled now
     * @param stillParked the key with what is in its way; empty when its queue is empty and new events of the key are handled as they come
     */
    public record Outcome(int handled, Optional<ParkedKey> stillParked) {}

    /** Tells of a decision: who took it and why. */
    @FunctionalInterface
    public interface Telling {
        /**
         * The event of the decision.
         *
         * @param key what was decided about, as it stood
         */
        NewEvent of(ParkedKey key);
    }

    /** All parked keys, the oldest first. */
    public List<ParkedKey> list() {
        return store.transact(
                Set.of(), transaction -> new ParkedQueue(transaction.connection(), consumer).keys(Optional.empty()));
    }

    /** How many keys are parked. */
    public long count() {
        return store.transact(Set.of(), transaction -> new ParkedQueue(transaction.connection(), consumer).countKeys());
    }

    /** Handles the queue of a key in order, from its first event, until it is empty or an event fails. */
    public Outcome retry(String topic, String partitionKey, Telling telling) {
        return decide(topic, partitionKey, telling, (queue, key) -> {
            // The queue is handled afterwards, each event in a transaction of its own.
        });
    }

    /** Gives up the first event in the queue of a key, as if it had been handled, and goes on with the rest as a retry does. */
    public Outcome skip(String topic, String partitionKey, Telling telling) {
        return decide(
                topic,
                partitionKey,
                telling,
                (queue, key) -> queue.head(key).ifPresent(first -> queue.finish(key, first)));
    }

    private Outcome decide(
            String topic, String partitionKey, Telling telling, BiConsumer<ParkedQueue, ParkedKey> effect) {
        Optional<ParkedKey> found = find(topic, partitionKey);
        if (found.isEmpty()) {
            return new Outcome(0, Optional.empty());
        }
        StreamId decisions = new StreamId("parking", consumer);
        store.transact(Set.of(lock(found.get()), decisions), transaction -> {
            ParkedQueue queue = new ParkedQueue(transaction.connection(), consumer);
            Optional<ParkedKey> key = one(queue, topic, partitionKey);
            if (key.isPresent()) {
                NewEvent told = telling.of(key.get());
                if (transaction.find(told.id()).isEmpty()) {
                    effect.accept(queue, key.get());
                    append(transaction, decisions, told);
                }
            }
            return key;
        });
        return drain(found.get());
    }

    private static void append(EventTransaction transaction, StreamId decisions, NewEvent told) {
        long version = 0;
        List<RecordedEvent> page;
        do {
            page = transaction.read(decisions, version, PAGE);
            version = page.isEmpty() ? version : page.getLast().version();
        } while (page.size() == PAGE);
        if (!(transaction.append(List.of(new StreamAppend(decisions, version, List.of(told))))
                instanceof AppendResult.Appended)) {
            throw new EventStoreException("Stream " + decisions + " has grown under its lock");
        }
    }

    private Outcome drain(ParkedKey key) {
        int handled = 0;
        Step step;
        do {
            step = next(key);
            handled += step == Step.HANDLED ? 1 : 0;
        } while (step != Step.STUCK && step != Step.EMPTY);
        return new Outcome(handled, find(key.topic(), key.partitionKey()));
    }

    /** One event of the queue in a transaction of its own. */
    private Step next(ParkedKey key) {
        Optional<Parked> candidate = read(key);
        Set<StreamId> locks = new HashSet<>();
        locks.add(lock(key));
        try {
            candidate.flatMap(Parked::event).ifPresent(event -> locks.addAll(handler.streams(event)));
            return store.transact(locks, transaction -> {
                ParkedQueue queue = new ParkedQueue(transaction.connection(), consumer);
                Optional<Parked> first = queue.next(key);
                if (first.isEmpty()) {
                    queue.release(key);
                    return Step.EMPTY;
                }
                if (!first.equals(candidate)) {
                    return Step.AGAIN;
                }
                return switch (queue.place(first.get())) {
                    case DUPLICATE -> {
                        queue.finish(key, first.get());
                        yield Step.AGAIN;
                    }
                    case GAP, UNREADABLE, QUEUED -> {
                        queue.explain(key, first.get());
                        yield Step.STUCK;
                    }
                    case NEXT -> {
                        ReceivedEvent event = first.get().event().orElseThrow();
                        if (!transaction.register(consumer, List.of(event.id())).isEmpty()) {
                            handler.handle(event, transaction);
                        }
                        queue.finish(key, first.get());
                        yield Step.HANDLED;
                    }
                };
            });
        } catch (RuntimeException e) {
            if (Failures.willPass(e)) {
                throw new TryAgainException(e);
            }
            explain(key, e);
            return Step.STUCK;
        }
    }

    private Optional<Parked> read(ParkedKey key) {
        return store.transact(Set.of(), transaction -> new ParkedQueue(transaction.connection(), consumer).next(key));
    }

    private Optional<ParkedKey> find(String topic, String partitionKey) {
        return store.transact(
                Set.of(), transaction -> one(new ParkedQueue(transaction.connection(), consumer), topic, partitionKey));
    }

    private static Optional<ParkedKey> one(ParkedQueue queue, String topic, String partitionKey) {
        return queue.keys(Optional.of(new ParkedQueue.Name(topic, partitionKey))).stream()
                .findFirst();
    }

    private void explain(ParkedKey key, RuntimeException cause) {
        store.transact(Set.of(lock(key)), transaction -> {
            new ParkedQueue(transaction.connection(), consumer)
                    .explain(key, ParkedKey.Reason.POISON, Failures.describe(cause));
            return key;
        });
    }

    private StreamId lock(ParkedKey key) {
        return InboxTables.lock(consumer, new TopicPartition(key.topic(), key.partition()));
    }

    private enum Step {
        HANDLED,
        AGAIN,
        STUCK,
        EMPTY
    }
}
