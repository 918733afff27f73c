package dev.lockstep.audit.ingest;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Learns from inventory at which site each cluster is: scopes speak of sites, events of clusters. */
final class ClusterSites {

    private static final String REGISTERED = "lockstep.inventory.cluster-registered.v1";
    private static final String LEARN = """
            insert into cluster_site (cluster, site) values (?, ?) on conflict (cluster) do update set site = excluded.site
            """;

    private ClusterSites() {}

    static void learn(Connection connection, List<LedgerEntry> entries) throws SQLException {
        List<ClusterEvent.ClusterRegistered> registered = entries.stream()
                .filter(entry -> entry.type().equals(REGISTERED))
                .map(entry -> EventCatalogue.read(REGISTERED, entry.leaf().data()))
                .map(ClusterEvent.ClusterRegistered.class::cast)
                .toList();
        if (registered.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(LEARN)) {
            for (ClusterEvent.ClusterRegistered cluster : registered) {
                statement.setString(1, cluster.cluster().value());
                statement.setString(2, cluster.site());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
