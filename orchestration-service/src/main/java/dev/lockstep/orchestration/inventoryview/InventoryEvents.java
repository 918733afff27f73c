package dev.lockstep.orchestration.inventoryview;

import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.orchestration.signal.WaitingRollouts;
import dev.lockstep.service.events.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
        List<ReceivedEvent> told = events.stream()
                .filter(event -> !PlatformEvent.isType(event.type()))
                .toList();
        if (told.isEmpty()) {
            return;
        }
        Set<String> clusters = new HashSet<>();
        Set<String> organizations = new HashSet<>();
        told.forEach(event -> (event.stream().category().equals(ORGANIZATION) ? organizations : clusters)
                .add(event.stream().key()));
        reached.accept(ALL_TOGETHER);
        try {
            keep(told, transaction.connection());
            waiting.wakeOn(clusters, organizations, transaction.connection());
        } catch (SQLException e) {
            throw new EventStoreException("The inventory view cannot be written", e);
        }
    }

    private static void keep(List<ReceivedEvent> events, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into inventory_event (stream, version, type, data)
                select * from unnest(?, ?, ?, ?) on conflict do nothing""")) {
            insert.setArray(1, array("text", events, event -> event.stream().toString(), connection));
            insert.setArray(2, array("int8", events, ReceivedEvent::version, connection));
            insert.setArray(3, array("text", events, ReceivedEvent::type, connection));
            insert.setArray(4, array("text", events, ReceivedEvent::data, connection));
            insert.executeUpdate();
        }
    }

    private static Array array(
            String type, List<ReceivedEvent> events, Function<ReceivedEvent, Object> value, Connection connection)
            throws SQLException {
        return connection.createArrayOf(type, events.stream().map(value).toArray());
    }
}
