package dev.lockstep.eventsourcing.memory;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.DuplicateEventException;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventLog;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.PartitionKeyChangedException;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** An event store that forgets; one transaction at a time. It keeps every promise of the real one except durability. */
public final class InMemoryEventStore implements EventStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Set<UUID>> inboxes = new HashMap<>();
    private List<RecordedEvent> events = new ArrayList<>();
    private long transactions;

    @Override
    public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
        return locked(() -> events.stream()
                .filter(event -> event.stream().equals(stream) && event.version() > afterVersion)
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<RecordedEvent> find(UUID eventId) {
        return locked(() ->
                events.stream().filter(event -> event.id().equals(eventId)).findFirst());
    }

    @Override
    public AppendResult append(List<StreamAppend> appends) {
        Set<StreamId> streams = new HashSet<>();
        appends.forEach(append -> streams.add(append.stream()));
        return transact(streams, transaction -> transaction.append(appends));
    }

    @Override
    public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
        return locked(() -> {
            if (lock.getHoldCount() > 1) {
                throw new IllegalStateException("A transaction cannot be opened within another");
            }
            Transaction transaction = new Transaction(Set.copyOf(streams), ++transactions);
            List<RecordedEvent> before = events;
            events = new ArrayList<>(before);
            try {
                T result = work.run(transaction);
                transaction.registered.forEach(
                        (consumer, ids) -> inbox(consumer).addAll(ids));
                return result;
            } catch (RuntimeException | Error e) {
                events = before;
                throw e;
            }
        });
    }

    @Override
    public EventLog log() {
        return (after, limit) -> locked(() -> events.stream()
                .filter(event -> event.cursor().compareTo(after) > 0)
                .limit(limit)
                .toList());
    }

    private Set<UUID> inbox(String consumer) {
        return inboxes.computeIfAbsent(consumer, _ -> new HashSet<>());
    }

    private <T> T locked(Work<T> work) {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run();
    }

    private final class Transaction implements EventTransaction {

        private final Set<StreamId> locked;
        private final long id;
        private final Map<String, Set<UUID>> registered = new HashMap<>();

        private Transaction(Set<StreamId> locked, long id) {
            this.locked = locked;
            this.id = id;
        }

        @Override
        public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
            return InMemoryEventStore.this.read(stream, afterVersion, limit);
        }

        @Override
        public Optional<RecordedEvent> find(UUID eventId) {
            return InMemoryEventStore.this.find(eventId);
        }

        @Override
        public AppendResult append(List<StreamAppend> appends) {
            StreamAppend.requireDistinct(appends, locked);
            for (StreamAppend append : appends) {
                List<RecordedEvent> stored = read(append.stream(), 0, Integer.MAX_VALUE);
                if (stored.size() != append.expectedVersion()) {
                    return new AppendResult.Conflict(append.stream(), append.expectedVersion(), stored.size());
                }
                String partitionKey = append.partitionKey();
                if (!stored.isEmpty()
                        && !stored.getLast().metadata().partitionKey().equals(partitionKey)) {
                    throw new PartitionKeyChangedException(
                            append.stream().toString(),
                            stored.getLast().metadata().partitionKey(),
                            partitionKey);
                }
            }
            appends.forEach(this::store);
            return new AppendResult.Appended();
        }

        private void store(StreamAppend append) {
            long version = append.expectedVersion();
            for (NewEvent event : append.events()) {
                if (find(event.id()).isPresent()) {
                    throw new DuplicateEventException("Event " + event.id() + " exists already");
                }
                events.add(new RecordedEvent(
                        append.stream(),
                        ++version,
                        event.id(),
                        event.type(),
                        event.data(),
                        event.metadata(),
                        new EventCursor(id, events.size() + 1L)));
            }
        }

        @Override
        public Set<UUID> register(String consumer, List<UUID> messageIds) {
            Set<UUID> mine = registered.computeIfAbsent(consumer, _ -> new HashSet<>());
            Set<UUID> fresh = new HashSet<>();
            for (UUID messageId : messageIds) {
                if (!inbox(consumer).contains(messageId) && mine.add(messageId)) {
                    fresh.add(messageId);
                }
            }
            return fresh;
        }

        @Override
        public Connection connection() {
            throw new UnsupportedOperationException("There is no database behind an in-memory event store");
        }
    }
}
