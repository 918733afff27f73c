package dev.lockstep.inventory.overview;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.projection.Projection;
import dev.lockstep.service.events.ContractCodec;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the lists of clusters and organizations. Many events of one stream become one row's change. */
@Singleton
public class OverviewProjection implements Projection {

    private static final ContractCodec<InventoryEvent> CODEC = new ContractCodec<>(InventoryEvent.class);

    /** What an event adds to the counts of nodes, disks and virtual servers. */
    private static final Map<String, int[]> COUNTS = Map.of(
            "lockstep.inventory.node-joined.v1", new int[] {1, 0, 0},
            "lockstep.inventory.node-evicted.v1", new int[] {-1, 0, 0},
            "lockstep.inventory.disk-attached.v1", new int[] {0, 1, 0},
            "lockstep.inventory.disk-detached.v1", new int[] {0, -1, 0},
            "lockstep.inventory.virtual-server-planned.v1", new int[] {0, 0, 1},
            "lockstep.inventory.virtual-server-removed.v1", new int[] {0, 0, -1});

    private static final int[] NOTHING = {0, 0, 0};

    private static final String INSERT_CLUSTER = """
            insert into cluster_view
                   (version, nodes, disks, virtual_servers, changed_at, id, organization, name, site)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE_CLUSTER = """
            update cluster_view
               set version = ?, nodes = nodes + ?, disks = disks + ?, virtual_servers = virtual_servers + ?, changed_at = ?
             where id = ?
            """;
    private static final String INSERT_ORGANIZATION =
            "insert into organization_view (version, changed_at, id, name) values (?, ?, ?, ?)";
    private static final String UPDATE_ORGANIZATION =
            "update organization_view set version = ?, changed_at = ? where id = ?";

    @Override
    public String name() {
        return "overview";
    }

    @Override
    public List<String> tables() {
        return List.of("cluster_view", "organization_view");
    }

    @Override
    public void apply(List<RecordedEvent> events, Connection connection) throws SQLException {
        Map<String, Row> clusters = new LinkedHashMap<>();
        Map<String, Row> organizations = new LinkedHashMap<>();
        for (RecordedEvent event : events) {
            if (PlatformEvent.isType(event.type())) {
                continue;
            }
            Map<String, Row> rows = event.stream().category().equals("cluster") ? clusters : organizations;
            rows.computeIfAbsent(event.stream().key(), key -> new Row(event)).add(event);
        }
        write(connection, INSERT_CLUSTER, UPDATE_CLUSTER, clusters, OverviewProjection::bindCluster);
        write(
                connection,
                INSERT_ORGANIZATION,
                UPDATE_ORGANIZATION,
                organizations,
                OverviewProjection::bindOrganization);
    }

    private static void write(Connection connection, String insert, String update, Map<String, Row> rows, Binder binder)
            throws SQLException {
        try (PreparedStatement inserts = connection.prepareStatement(insert);
                PreparedStatement updates = connection.prepareStatement(update)) {
            for (Map.Entry<String, Row> entry : rows.entrySet()) {
                PreparedStatement statement = entry.getValue().registration == null ? updates : inserts;
                binder.bind(statement, entry.getKey(), entry.getValue());
                statement.addBatch();
            }
            inserts.executeBatch();
            updates.executeBatch();
        }
    }

    private static void bindCluster(PreparedStatement statement, String id, Row row) throws SQLException {
        statement.setLong(1, row.last.version());
        for (int i = 0; i < row.counts.length; i++) {
            statement.setInt(2 + i, row.counts[i]);
        }
        statement.setObject(5, row.last.metadata().time().atOffset(ZoneOffset.UTC));
        statement.setString(6, id);
        if (row.registration instanceof ClusterEvent.ClusterRegistered registered) {
            statement.setString(7, new ClusterId(id).organization().value());
            statement.setString(8, registered.name());
            statement.setString(9, registered.site());
        }
    }

    private static void bindOrganization(PreparedStatement statement, String id, Row row) throws SQLException {
        statement.setLong(1, row.last.version());
        statement.setObject(2, row.last.metadata().time().atOffset(ZoneOffset.UTC));
        statement.setString(3, id);
        if (row.registration instanceof OrganizationEvent.OrganizationRegistered registered) {
            statement.setString(4, registered.name());
        }
    }

    @FunctionalInterface
    private interface Binder {
        void bind(PreparedStatement statement, String id, Row row) throws SQLException;
    }

    /** What a batch of events changes about one row. */
    private static final class Row {

        private final int[] counts = new int[3];
        private @Nullable InventoryEvent registration;
        private RecordedEvent last;

        private Row(RecordedEvent first) {
            this.last = first;
        }

        private void add(RecordedEvent event) {
            last = event;
            int[] more = COUNTS.getOrDefault(event.type(), NOTHING);
            for (int i = 0; i < counts.length; i++) {
                counts[i] += more[i];
            }
            if (event.version() == 1) {
                registration = CODEC.decode(event.type(), event.data());
            }
        }
    }
}
