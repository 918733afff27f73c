package dev.lockstep.orchestration.inventoryview;

import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.orchestration.signal.WaitingRollouts;
import dev.lockstep.service.events.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/** Hears what inventory publishes and keeps every event, so that a document can be told as of any version. */
@ApplicationScoped
class InventoryEvents implements Subscription {

    private static final String ORGANIZATION = "organization";

    private final WaitingRollouts waiting;

    @Inject
    InventoryEvents(WaitingRollouts waiting) {
        this.waiting = waiting;
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
        handleAll(List.of(event), transaction, place -> {});
    }

    @Override
    public void handleAll(List<ReceivedEvent> events, EventTransaction transaction, IntConsumer reached) {
        Set<String> clusters = new HashSet<>();
        Set<String> organizations = new HashSet<>();
        try {
            for (int place = 0; place < events.size(); place++) {
                reached.accept(place);
                ReceivedEvent event = events.get(place);
                if (PlatformEvent.isType(event.type())) {
                    continue;
                }
                keep(event, transaction.connection());
                (event.stream().category().equals(ORGANIZATION) ? organizations : clusters)
                        .add(event.stream().key());
            }
            reached.accept(ALL_TOGETHER);
            waiting.wakeOn(clusters, organizations, transaction.connection());
        } catch (SQLException e) {
            throw new EventStoreException("The inventory view cannot be written", e);
        }
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
}
