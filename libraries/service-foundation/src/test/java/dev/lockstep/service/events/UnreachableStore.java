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

/** A store without a database. */
final class UnreachableStore implements EventStore {

    @Override
    public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
        throw new EventStoreException("not reachable");
    }

    @Override
    public AppendResult append(List<StreamAppend> appends) {
        throw new EventStoreException("not reachable");
    }

    @Override
    public EventLog log() {
        throw new EventStoreException("not reachable");
    }

    @Override
    public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
        throw new EventStoreException("not reachable");
    }

    @Override
    public Optional<RecordedEvent> find(UUID eventId) {
        throw new EventStoreException("not reachable");
    }
}
