package dev.lockstep.validation.view;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.requirements.expression.InventoryFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads what validation knows of the inventory. */
@ApplicationScoped
public class KnownInventory {

    /** A tree of a four-node cluster takes about half a megabyte; a rollout asks for the latest few. */
    private static final int TREES_IN_MEMORY = 16;

    @Inject
    DataSource dataSource;

    private final Map<Version, FactTree> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Version, FactTree> eldest) {
            return size() > TREES_IN_MEMORY;
        }
    };

    /** The cluster of an id; empty when the inventory has not told of it and its organization yet. */
    public Optional<KnownCluster> cluster(ClusterId id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        select c.site, c.version, o.version
                          from known_stream c join known_stream o on o.stream = ?
                         where c.stream = ?""")) {
            select.setString(1, Streams.organization(id.organization()).toString());
            select.setString(2, Streams.cluster(id).toString());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new KnownCluster(
                                id, rows.getString(1), new InventoryVersions(rows.getLong(3), rows.getLong(2))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    /** The facts about a cluster and its organization at exactly these versions; empty when one of them is not known. */
    public Optional<InventoryFacts> facts(ClusterId cluster, InventoryVersions versions) {
        try (Connection connection = dataSource.getConnection()) {
            return facts(connection, cluster, versions);
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    /** As {@link #facts(ClusterId, InventoryVersions)}, within a transaction of the caller. */
    public Optional<InventoryFacts> facts(Connection connection, ClusterId cluster, InventoryVersions versions) {
        try {
            Optional<FactTree> organization =
                    tree(connection, Streams.organization(cluster.organization()), versions.organization());
            Optional<FactTree> own = tree(connection, Streams.cluster(cluster), versions.cluster());
            return organization.flatMap(shared -> own.map(tree -> InventoryFacts.of(shared, tree)));
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private Optional<FactTree> tree(Connection connection, StreamId stream, long version) throws SQLException {
        Version key = new Version(stream, version);
        synchronized (recent) {
            FactTree known = recent.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<FactTree> tree = new KnownFacts(connection, stream).at(version);
        tree.ifPresent(found -> {
            synchronized (recent) {
                recent.put(key, found);
            }
        });
        return tree;
    }

    private record Version(StreamId stream, long version) {}
}
