package dev.lockstep.eventsourcing.memory;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreContract;

class InMemoryEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore emptyStore() {
        return new InMemoryEventStore();
    }
}
