package dev.lockstep.validation.view;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.service.events.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what the inventory tells, event by event. */
@ApplicationScoped
public class InventoryFollower implements Subscription {

    /** There may be news of clusters, and it is committed. */
    public record NewsKept() {}

    @Inject
    Event<NewsKept> kept;

    @Override
    public String consumer() {
        return "validation-inventory";
    }

    @Override
    public List<String> topics() {
        return List.of("lockstep.inventory");
    }

    @Override
    public void handle(ReceivedEvent event, EventTransaction transaction) {
        PublishedEvent told = EventCatalogue.read(event.type(), event.data().getBytes(StandardCharsets.UTF_8));
        if (told instanceof PlatformEvent) {
            return;
        }
        if (!(told instanceof InventoryEvent inventory)) {
            throw new IllegalArgumentException("the inventory does not tell of " + event.type());
        }
        try {
            keep(transaction.connection(), event, inventory);
            noteNews(transaction.connection(), inventory);
            if (event.version() % KnownFacts.SNAPSHOT_EVERY == 0) {
                Snapshots.note(transaction.connection(), event.stream(), event.version());
            }
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    @Override
    public void committed() {
        kept.fire(new NewsKept());
    }

    private static void keep(Connection connection, ReceivedEvent event, InventoryEvent told) throws SQLException {
        try (PreparedStatement stream = connection.prepareStatement("""
                        insert into known_stream (stream, version, name, site) values (?, ?, ?, ?)
                        on conflict (stream) do update set version = excluded.version""");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into known_event (stream, version, type, data) values (?, ?, ?, ?::json)")) {
            stream.setString(1, event.stream().toString());
            stream.setLong(2, event.version());
            stream.setString(3, name(told));
            stream.setString(4, site(told));
            stream.executeUpdate();
            insert.setString(1, event.stream().toString());
            insert.setLong(2, event.version());
            insert.setString(3, event.type());
            insert.setString(4, event.data());
            insert.executeUpdate();
        }
    }

    /** There is news of a cluster, or of all clusters of an organization. */
    private static void noteNews(Connection connection, InventoryEvent told) throws SQLException {
        String news = switch (told) {
            case ClusterEvent _ -> "insert into assessment_due (cluster) values (?)";
            case OrganizationEvent _ -> """
                    insert into assessment_due (cluster) select substr(stream, 9) from known_stream
                     where starts_with(stream, 'cluster-' || ? || ':')""";
        };
        try (PreparedStatement insert = connection.prepareStatement(news)) {
            insert.setString(1, told.partitionKey());
            insert.executeUpdate();
        }
    }

    private static String name(InventoryEvent event) {
        return switch (event) {
            case ClusterEvent.ClusterRegistered registered -> registered.name();
            case OrganizationEvent.OrganizationRegistered registered -> registered.name();
            case ClusterEvent other -> other.cluster().value();
            case OrganizationEvent other -> other.organization().value();
        };
    }

    private static @Nullable String site(InventoryEvent event) {
        return event instanceof ClusterEvent.ClusterRegistered registered ? registered.site() : null;
    }
}
