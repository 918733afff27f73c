package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.EventLog;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The service's event store: the first thing that a request appends takes along what waits to be recorded of the request, in the same
 * statement. The one is not committed without the other, and no round trip is added.
 */
final class RecordingEventStore implements EventStore {

    private final EventStore store;
    private final Supplier<Optional<RequestRecords>> current;

    /**
     * A store that records.
     *
     * @param current what is to be recorded of the request that is being served; empty when the service works by itself
     */
    RecordingEventStore(EventStore store, Supplier<Optional<RequestRecords>> current) {
        this.store = store;
        this.current = current;
    }

    @Override
    public AppendResult append(List<StreamAppend> appends) {
        Optional<RequestRecords> records = current.get();
        Optional<StreamAppend> due = records.flatMap(RequestRecords::waiting);
        if (due.isEmpty()) {
            return store.append(appends);
        }
        AppendResult result = store.append(with(due.get(), appends));
        if (result instanceof AppendResult.Appended) {
            records.orElseThrow().written();
        }
        return result;
    }

    @Override
    public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
        Optional<RequestRecords> records = current.get();
        Optional<StreamAppend> due = records.flatMap(RequestRecords::waiting);
        if (due.isEmpty() || streams.isEmpty()) {
            return store.transact(streams, work);
        }
        Set<StreamId> locked = new HashSet<>(streams);
        locked.add(due.get().stream());
        Outcome<T> outcome = store.transact(locked, transaction -> {
            Recording recording = new Recording(transaction, due.get());
            T result = work.run(recording);
            return new Outcome<>(result, recording.done);
        });
        if (outcome.recorded()) {
            records.orElseThrow().written();
        }
        return outcome.result();
    }

    private record Outcome<T>(T result, boolean recorded) {}

    /** First what led to the rest. */
    private static List<StreamAppend> with(StreamAppend due, List<StreamAppend> appends) {
        List<StreamAppend> all = new ArrayList<>(appends.size() + 1);
        all.add(due);
        all.addAll(appends);
        return all;
    }

    @Override
    public EventLog log() {
        return store.log();
    }

    @Override
    public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
        return store.read(stream, afterVersion, limit);
    }

    @Override
    public Optional<RecordedEvent> find(UUID eventId) {
        return store.find(eventId);
    }

    /** A transaction whose first append takes along what is due. */
    private static final class Recording implements EventTransaction {

        private final EventTransaction transaction;
        private final StreamAppend due;
        private boolean done;

        private Recording(EventTransaction transaction, StreamAppend due) {
            this.transaction = transaction;
            this.due = due;
        }

        @Override
        public AppendResult append(List<StreamAppend> appends) {
            if (done) {
                return transaction.append(appends);
            }
            AppendResult result = transaction.append(with(due, appends));
            done = result instanceof AppendResult.Appended;
            return result;
        }

        @Override
        public Set<UUID> register(String consumer, List<UUID> messageIds) {
            return transaction.register(consumer, messageIds);
        }

        @Override
        public Connection connection() {
            return transaction.connection();
        }

        @Override
        public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
            return transaction.read(stream, afterVersion, limit);
        }

        @Override
        public Optional<RecordedEvent> find(UUID eventId) {
            return transaction.find(eventId);
        }
    }
}
