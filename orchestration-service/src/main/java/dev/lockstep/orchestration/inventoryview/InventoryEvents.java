package dev.lockstep.orchestration.inventoryview;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.orchestration.signal.WakeUpCall;
import dev.lockstep.service.events.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Hears what inventory publishes and keeps every event, so that a document can be told as of any version. */
@ApplicationScoped
class InventoryEvents implements Subscription {

    private static final String ORGANIZATION = "organization";

    private final WakeUpCall wakeUpCall;

    @Inject
    InventoryEvents(WakeUpCall wakeUpCall) {
        this.wakeUpCall = wakeUpCall;
    }

    @Override
    public String consumer() {
        return "orchestration-inventory-view";
    }

    @Override
    public List<String> topics() {
        return List.of("lockstep.inventory");
    }

    @Override
    public void handle(ReceivedEvent event, EventTransaction transaction) {
        try {
            Connection connection = transaction.connection();
            keep(event, connection);
            wake(event, connection);
        } catch (SQLException e) {
            throw new EventStoreException("The inventory view cannot be written", e);
        }
        wakeUpCall.ring();
    }

    private static void keep(ReceivedEvent event, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into inventory_event (stream, version, type, data) values (?, ?, ?, ?) on conflict do nothing")) {
            insert.setString(1, event.stream().toString());
            insert.setLong(2, event.version());
            insert.setString(3, event.type());
            insert.setString(4, event.data());
            insert.executeUpdate();
        }
    }

    /** Rollouts that may have waited for this; their rows are changed in one order, so that no two transactions wait for each other. */
    private static void wake(ReceivedEvent event, Connection connection) throws SQLException {
        boolean ofOrganization = event.stream().category().equals(ORGANIZATION);
        try (PreparedStatement update = connection.prepareStatement(
                """
                update rollout set wake_at = now(), wake_number = wake_number + 1
                 where id in (select id from rollout where active and %s order by id for update)""".formatted(ofOrganization ? "split_part(cluster, ':', 1) = ?" : "cluster = ?"))) {
            update.setString(1, event.stream().key());
            update.executeUpdate();
        }
    }
}
