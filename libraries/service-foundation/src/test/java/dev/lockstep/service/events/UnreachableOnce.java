package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.EventLog;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A store whose first transaction fails. */
final class UnreachableOnce implements EventStore {

    private final EventStore store;
    private boolean failed;

    UnreachableOnce(EventStore store) {
        this.store = store;
    }

    @Override
    public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
        if (!failed) {
            failed = true;
            throw new EventStoreException("not reachable");
        }
        return store.transact(streams, work);
    }

    @Override
    public AppendResult append(List<StreamAppend> appends) {
        return store.append(appends);
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
}
