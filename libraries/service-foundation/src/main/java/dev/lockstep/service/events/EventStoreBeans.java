package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The event store on the service's own database. */
class EventStoreBeans {

    @Produces
    @Singleton
    EventStore eventStore(DataSource dataSource) {
        return new PostgresEventStore(dataSource, new JtaTransactions(dataSource));
    }
}
