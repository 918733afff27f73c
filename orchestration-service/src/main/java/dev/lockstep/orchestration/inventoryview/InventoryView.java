package dev.lockstep.orchestration.inventoryview;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterRegistered;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.service.memory.RecentlyUsed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The recorded inventory of a cluster and its organization, at the versions that this service has heard of. */
@ApplicationScoped
public class InventoryView {

    private static final long LATEST = Long.MAX_VALUE;
    private static final int MOST_KEPT = 200;

    private final DataSource database;
    private final RecentlyUsed<String, Document> kept = new RecentlyUsed<>(MOST_KEPT);

    @Inject
    InventoryView(DataSource database) {
        this.database = database;
    }

    /**
     * A cluster as recorded.
     *
     * @param site the site whose runner reaches it
     * @param versions of both documents
     */
    public record Recorded(String site, InventoryVersions versions, FactTree organization, FactTree cluster) {

        /** The facts, with their ages. */
        public InventoryFacts facts() {
            return InventoryFacts.of(organization, cluster);
        }

        /** The reported facts that are not recorded yet, or not with what was seen. */
        public List<ObservedFact> missing(FactsReported reported) {
            return reported.facts().stream()
                    .filter(fact -> !isRecorded(fact, reported))
                    .toList();
        }

        private boolean isRecorded(ObservedFact seen, FactsReported reported) {
            FactTree tree = seen.document() == DocumentKind.ORGANIZATION ? organization : cluster;
            Optional<Fact> fact = tree.fact(seen.path());
            if (fact.isPresent()) {
                return !fact.get().provenance().observedAt().isBefore(reported.observedAt());
            }
            return seen.value().isContainerNode()
                    && seen.value().isEmpty()
                    && !tree.below(seen.path()).isEmpty();
        }
    }

    private record Document(
            long version, FactTree tree, @Nullable String site) {
        static Document empty(DocumentKind kind) {
            return new Document(0, FactTree.empty(kind), null);
        }
    }

    /** The latest that was heard of; empty when the cluster or its organization was never heard of. */
    public Optional<Recorded> latest(ClusterId cluster) {
        return at(cluster, LATEST, LATEST);
    }

    /**
     * The latest that was heard of, of a cluster on which a rollout runs.
     *
     * @throws IllegalStateException when it was never heard of
     */
    public Recorded require(ClusterId cluster) {
        return latest(cluster)
                .orElseThrow(() ->
                        new IllegalStateException("a rollout runs on a cluster that was never heard of: " + cluster));
    }

    /** The documents as of versions; empty when this service has not heard of them yet. */
    public Optional<Recorded> at(ClusterId cluster, InventoryVersions versions) {
        return at(cluster, versions.organization(), versions.cluster())
                .filter(recorded -> recorded.versions().equals(versions));
    }

    private Optional<Recorded> at(ClusterId id, long organizationVersion, long clusterVersion) {
        try (Connection connection = database.getConnection()) {
            Document cluster = document("cluster-" + id, DocumentKind.CLUSTER, clusterVersion, connection);
            Document organization = document(
                    "organization-" + id.organization(), DocumentKind.ORGANIZATION, organizationVersion, connection);
            String site = cluster.site();
            return site == null || organization.version() == 0
                    ? Optional.empty()
                    : Optional.of(new Recorded(
                            site,
                            new InventoryVersions(organization.version(), cluster.version()),
                            organization.tree(),
                            cluster.tree()));
        } catch (SQLException e) {
            throw new EventStoreException("The inventory view cannot be read", e);
        }
    }

    private Document document(String stream, DocumentKind kind, long upTo, Connection connection) throws SQLException {
        Document start =
                kept.find(stream).filter(known -> known.version() <= upTo).orElseGet(() -> Document.empty(kind));
        Document read = readOn(stream, start, upTo, connection);
        if (upTo == LATEST && read.version() > start.version()) {
            kept.keep(stream, read, (older, newer) -> newer.version() >= older.version() ? newer : older);
        }
        return read;
    }

    private static Document readOn(String stream, Document start, long upTo, Connection connection)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select version, type, data from inventory_event
                 where stream = ? and version > ? and version <= ? order by version""")) {
            select.setString(1, stream);
            select.setLong(2, start.version());
            select.setLong(3, upTo);
            long version = start.version();
            FactTree.Fold fold = new FactTree.Fold(start.tree());
            String site = start.site();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getLong(1) != version + 1) {
                        throw new IllegalStateException(
                                "the inventory view of %s has no version %d".formatted(stream, version + 1));
                    }
                    version = row.getLong(1);
                    PublishedEvent event = EventCatalogue.read(
                            row.getString(2), row.getString(3).getBytes(StandardCharsets.UTF_8));
                    switch (event) {
                        case ClusterEvent ofCluster -> fold.apply(ofCluster);
                        case OrganizationEvent ofOrganization -> fold.apply(ofOrganization);
                        default ->
                            throw new IllegalStateException("%s is no event of inventory".formatted(row.getString(2)));
                    }
                    if (event instanceof ClusterRegistered registered) {
                        site = registered.site();
                    }
                }
            }
            return version == start.version() ? start : new Document(version, fold.tree(), site);
        }
    }
}
