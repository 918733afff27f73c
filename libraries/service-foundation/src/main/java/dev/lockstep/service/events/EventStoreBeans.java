package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.AppendSignal;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.sql.DataSource;

/** The event store on the service's own database. */
class EventStoreBeans {

    @Produces
    @Singleton
    EventStore eventStore(DataSource dataSource, AppendSignal appended, RequestRecords records) {
        return new RecordingEventStore(
                new PostgresEventStore(dataSource, new JtaTransactions(dataSource), appended),
                () -> Arc.container().requestContext().isActive() ? Optional.of(records) : Optional.empty());
    }

    /** Rings when the service has appended: its relay and its views wait for it. */
    @Produces
    @Singleton
    AppendSignal appendSignal() {
        return new AppendSignal();
    }
}
