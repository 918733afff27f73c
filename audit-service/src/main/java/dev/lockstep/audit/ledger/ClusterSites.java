package dev.lockstep.audit.ledger;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Learns from inventory at which site each cluster is: scopes speak of sites, events of clusters. What came earlier is placed too. */
public final class ClusterSites {

    private static final String REGISTERED = "lockstep.inventory.cluster-registered.v1";
    private static final String LEARN = """
            insert into cluster_site (cluster, site) values (?, ?) on conflict (cluster) do update set site = excluded.site
            """;
    private static final String PLACE = "update entry set site = ? where cluster = ? and site is distinct from ?";

    private ClusterSites() {}

    /** Whether entries of a type are registrations. */
    static boolean isRegistration(String type) {
        return type.equals(REGISTERED);
    }

    /** The registration that an entry is; empty when it is another event. */
    static Optional<ClusterEvent.ClusterRegistered> registration(LedgerEntry entry) {
        return Optional.of(entry)
                .filter(any -> isRegistration(any.type()))
                .map(any -> EventCatalogue.read(REGISTERED, any.leaf().data()))
                .map(ClusterEvent.ClusterRegistered.class::cast);
    }

    /** Learns from entries that were appended in the same transaction. */
    public static void learn(Connection connection, List<LedgerEntry> entries) throws SQLException {
        List<ClusterEvent.ClusterRegistered> registered = entries.stream()
                .map(ClusterSites::registration)
                .flatMap(Optional::stream)
                .toList();
        if (registered.isEmpty()) {
            return;
        }
        try (PreparedStatement learn = connection.prepareStatement(LEARN);
                PreparedStatement place = connection.prepareStatement(PLACE)) {
            for (ClusterEvent.ClusterRegistered cluster : registered) {
                learn.setString(1, cluster.cluster().value());
                learn.setString(2, cluster.site());
                learn.addBatch();
                place.setString(1, cluster.site());
                place.setString(2, cluster.cluster().value());
                place.setString(3, cluster.site());
                place.addBatch();
            }
            learn.executeBatch();
            place.executeBatch();
        }
    }
}
