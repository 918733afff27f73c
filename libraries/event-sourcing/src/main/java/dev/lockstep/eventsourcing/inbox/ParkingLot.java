package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.ParkedQueue.Parked;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What an operator does about the parked keys of one consumer: see them, try them again, or skip an event with a reason. */
public final class ParkingLot {

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
    public Outcome retry(String topic, String partitionKey, String actor) {
        Optional<ParkedKey> key = find(topic, partitionKey);
        if (key.isEmpty()) {
            return new Outcome(0, Optional.empty());
        }
        decide(key.get(), queue -> queue.record(key.get(), Optional.empty(), "RETRIED", "", actor));
        return drain(key.get());
    }

    /**
     * Gives up the first event in the queue of a key, as if it had been handled, and goes on with the rest as
     * {@link #retry} does. Who did it and why is kept with the consumer's data.
     */
    public Outcome skip(String topic, String partitionKey, String reason, String actor) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("Skipping an event needs a reason");
        }
        Optional<ParkedKey> key = find(topic, partitionKey);
        if (key.isEmpty()) {
            return new Outcome(0, Optional.empty());
        }
        decide(
                key.get(),
                queue -> queue.head(key.get()).ifPresent(first -> {
                    queue.record(key.get(), first.event().map(ReceivedEvent::id), "SKIPPED", reason, actor);
                    queue.finish(key.get(), first);
                }));
        return drain(key.get());
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
            decide(key, queue -> queue.explain(key, ParkedKey.Reason.POISON, Failures.describe(e)));
            return Step.STUCK;
        }
    }

    private Optional<Parked> read(ParkedKey key) {
        return store.transact(Set.of(), transaction -> new ParkedQueue(transaction.connection(), consumer).next(key));
    }

    private Optional<ParkedKey> find(String topic, String partitionKey) {
        return store
                .transact(
                        Set.of(),
                        transaction -> new ParkedQueue(transaction.connection(), consumer)
                                .keys(Optional.of(new ParkedQueue.Name(topic, partitionKey))))
                .stream()
                .findFirst();
    }

    private void decide(ParkedKey key, Consumer<ParkedQueue> action) {
        store.transact(Set.of(lock(key)), transaction -> {
            action.accept(new ParkedQueue(transaction.connection(), consumer));
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
