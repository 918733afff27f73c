package dev.lockstep.validation.view;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.requirements.ChangedFact;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.expression.RecordedDocument;
import dev.lockstep.service.memory.RecentlyUsed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Reads what validation knows of the inventory. */
@ApplicationScoped
public class KnownInventory {

    /** A tree of a four-node cluster takes about half a megabyte; a rollout asks for the latest few. */
    private static final int TREES_IN_MEMORY = 16;

    @Inject
    DataSource dataSource;

    /** What was after one change is what is before the next; and what an organization shares is read beside each of its clusters. */
    private static final int DOCUMENTS_IN_MEMORY = 12;

    private final RecentlyUsed<Version, FactTree> recent = new RecentlyUsed<>(TREES_IN_MEMORY);
    private final RecentlyUsed<Version, RecordedDocument> read = new RecentlyUsed<>(DOCUMENTS_IN_MEMORY);

    /** The cluster of an id; empty when the inventory has not told of it and its organization yet. */
    public Optional<KnownCluster> cluster(ClusterId id) {
        return connected(connection -> cluster(connection, id));
    }

    /** As {@link #cluster(ClusterId)}, within a transaction of the caller. */
    public Optional<KnownCluster> cluster(Connection connection, ClusterId id) {
        try (PreparedStatement select = connection.prepareStatement("""
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
        return connected(connection -> facts(connection, cluster, versions));
    }

    /** As {@link #facts(ClusterId, InventoryVersions)}, within a transaction of the caller. */
    public Optional<InventoryFacts> facts(Connection connection, ClusterId cluster, InventoryVersions versions) {
        try {
            Optional<RecordedDocument> organization =
                    document(connection, Streams.organization(cluster.organization()), versions.organization());
            Optional<RecordedDocument> own = document(connection, Streams.cluster(cluster), versions.cluster());
            return organization.flatMap(shared -> own.map(document -> InventoryFacts.of(shared, document)));
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private Optional<RecordedDocument> document(Connection connection, StreamId stream, long version)
            throws SQLException {
        Version key = new Version(stream, version);
        Optional<RecordedDocument> known = read.find(key);
        if (known.isPresent()) {
            return known;
        }
        Optional<RecordedDocument> document = tree(connection, stream, version).map(RecordedDocument::of);
        document.ifPresent(found -> read.keep(key, found));
        return document;
    }

    /**
     * What is recorded about a cluster.
     *
     * @param organization the facts about its organization
     * @param cluster the facts about itself
     */
    public record Trees(FactTree organization, FactTree cluster) {}

    /** The recorded facts at exactly these versions; empty when one of them is not known. */
    public Optional<Trees> trees(ClusterId cluster, InventoryVersions versions) {
        return connected(connection -> trees(connection, cluster, versions));
    }

    private <T> Optional<T> connected(Function<Connection, Optional<T>> question) {
        try (Connection connection = dataSource.getConnection()) {
            return question.apply(connection);
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private Optional<Trees> trees(Connection connection, ClusterId cluster, InventoryVersions versions) {
        try {
            Optional<FactTree> organization =
                    tree(connection, Streams.organization(cluster.organization()), versions.organization());
            Optional<FactTree> own = tree(connection, Streams.cluster(cluster), versions.cluster());
            return organization.flatMap(shared -> own.map(tree -> new Trees(shared, tree)));
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    /** The facts of one stream at exactly this version; empty when it is not known. */
    Optional<FactTree> tree(Connection connection, StreamId stream, long version) throws SQLException {
        Version key = new Version(stream, version);
        Optional<FactTree> known = recent.find(key);
        if (known.isPresent()) {
            return known;
        }
        Optional<FactTree> tree = new KnownFacts(connection, stream).at(version, nearest(key));
        tree.ifPresent(found -> recent.keep(key, found));
        return tree;
    }

    /**
     * The facts about a cluster and its organization that are not what they were, confirmed ones included; empty when what happened in
     * between is no longer kept.
     */
    public Optional<List<ChangedFact>> changes(
            Connection connection, ClusterId cluster, InventoryVersions before, InventoryVersions after) {
        try {
            Optional<List<ChangedFact>> shared = new KnownFacts(
                            connection, Streams.organization(cluster.organization()))
                    .changes(before.organization(), after.organization());
            Optional<List<ChangedFact>> own =
                    new KnownFacts(connection, Streams.cluster(cluster)).changes(before.cluster(), after.cluster());
            return shared.flatMap(some ->
                    own.map(more -> Stream.concat(some.stream(), more.stream()).toList()));
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    /** The latest tree in memory from which a version can be reached; an empty one of version 0 when there is none. */
    private KnownFacts.Start nearest(Version wanted) {
        return recent.all().entrySet().stream()
                .filter(entry -> entry.getKey().stream().equals(wanted.stream())
                        && entry.getKey().version() < wanted.version()
                        && entry.getKey().version() >= wanted.version() - KnownFacts.SNAPSHOT_EVERY)
                .max(Comparator.comparingLong(entry -> entry.getKey().version()))
                .map(entry -> new KnownFacts.Start(entry.getKey().version(), entry.getValue()))
                .orElseGet(() -> KnownFacts.Start.nothing(wanted.stream()));
    }

    private record Version(StreamId stream, long version) {}
}
