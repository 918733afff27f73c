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

/** A store that cannot be reached until it can. */
final class UnreachableStore implements EventStore {

    private final EventStore store;
    private boolean reachable;

    UnreachableStore(EventStore store) {
        this.store = store;
    }

    void comeBack() {
        reachable = true;
    }

    private EventStore reached() {
        if (!reachable) {
            throw new EventStoreException("not reachable");
        }
        return store;
    }

    @Override
    public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
        return reached().transact(streams, work);
    }

    @Override
    public AppendResult append(List<StreamAppend> appends) {
        return reached().append(appends);
    }

    @Override
    public EventLog log() {
        return reached().log();
    }

    @Override
    public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
        return reached().read(stream, afterVersion, limit);
    }

    @Override
    public Optional<RecordedEvent> find(UUID eventId) {
        return reached().find(eventId);
    }
}
