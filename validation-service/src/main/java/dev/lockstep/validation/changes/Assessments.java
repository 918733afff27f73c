package dev.lockstep.validation.changes;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.contracts.validation.VerdictChange;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.requirements.ChangedFact;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.events.ServiceIdentity;
import dev.lockstep.service.events.StreamWriter;
import dev.lockstep.validation.requirements.OrganizationCatalogues;
import dev.lockstep.validation.view.KnownCluster;
import dev.lockstep.validation.view.KnownInventory;
import dev.lockstep.validation.view.ViewException;
import dev.lockstep.validation.waivers.ClusterWaivers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Compares the verdicts on a cluster before and after its facts changed. Nothing is kept but how far that has come: what was before is
 * evaluated again at the same moment, so that only changed facts make a difference, and only for requirements that read them.
 */
@ApplicationScoped
public class Assessments {

    /** Verdicts in one event, so that it fits a message whatever changes. */
    private static final int CHANGES_IN_AN_EVENT = 500;

    private static final int AT_ONCE = 20;

    /** How long a cluster rests whose assessment failed. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Assessments.class);
    private static final StreamWriter<ValidationEvent> WRITER =
            new StreamWriter<>(new ContractCodec<>(ValidationEvent.class));

    @Inject
    DataSource dataSource;

    @Inject
    EventStore store;

    @Inject
    KnownInventory inventory;

    @Inject
    OrganizationCatalogues catalogues;

    @Inject
    ClusterWaivers waivers;

    @Inject
    ServiceIdentity service;

    @Inject
    Clock clock;

    /** Assesses clusters of which there is news, and tells how many. One that cannot be assessed does not keep the others from it. */
    int assessNext() {
        List<ClusterId> due = due();
        for (ClusterId cluster : due) {
            try {
                store.transact(Set.of(stream(cluster)), transaction -> assess(cluster, transaction));
            } catch (RuntimeException e) {
                LOG.errorf(e, "the verdicts on %s cannot be assessed; it is tried again in %s", cluster, PAUSE);
                postpone(cluster);
            }
        }
        return due.size();
    }

    private List<ClusterId> due() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        select cluster from assessment_due group by cluster having max(not_before) <= ?
                         order by min(id) limit\s""" + AT_ONCE)) {
            select.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = select.executeQuery()) {
                List<ClusterId> clusters = new ArrayList<>();
                while (rows.next()) {
                    clusters.add(new ClusterId(rows.getString(1)));
                }
                return clusters;
            }
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private void postpone(ClusterId cluster) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update assessment_due set not_before = ? where cluster = ?")) {
            update.setObject(1, clock.instant().plus(PAUSE).atOffset(ZoneOffset.UTC));
            update.setString(2, cluster.value());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private static StreamId stream(ClusterId cluster) {
        return new StreamId("verdicts", cluster.value());
    }

    private boolean assess(ClusterId cluster, EventTransaction transaction) {
        try {
            Connection connection = transaction.connection();
            AssessmentTable table = new AssessmentTable(connection, cluster);
            Optional<KnownCluster> known = table.takeDue() ? inventory.cluster(connection, cluster) : Optional.empty();
            if (known.isEmpty()) {
                return false;
            }
            InventoryVersions after = known.get().versions();
            AssessmentTable.Reached reached = table.reached();
            if (reached == null) {
                table.keep(after, 0);
                return true;
            }
            List<ValidationEvent.VerdictsChanged> events = events(transaction, cluster, reached.versions(), after);
            append(transaction, cluster, reached.streamVersion(), events);
            table.keep(after, reached.streamVersion() + events.size());
            return true;
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private List<ValidationEvent.VerdictsChanged> events(
            EventTransaction transaction, ClusterId cluster, InventoryVersions before, InventoryVersions after)
            throws SQLException {
        Connection connection = transaction.connection();
        Optional<List<ChangedFact>> changed = inventory.changes(connection, cluster, before, after);
        OrganizationCatalogues.Applied applied = catalogues.applied(transaction, cluster.organization());
        Optional<Set<String>> affected = changed.map(applied.index()::affectedBy);
        if (affected.filter(Set::isEmpty).isPresent()) {
            return List.of();
        }
        // What changed in between is no longer kept: then whatever could have changed is compared.
        Predicate<Requirement> wanted =
                rule -> affected.map(ids -> ids.contains(rule.id())).orElse(true);
        Optional<InventoryFacts> earlier = inventory.facts(connection, cluster, before);
        Optional<InventoryFacts> later = inventory.facts(connection, cluster, after);
        if (earlier.isEmpty() || later.isEmpty()) {
            LOG.warnf("what %s was at %s is no longer kept; verdicts are compared from %s on", cluster, before, after);
            return List.of();
        }
        Instant now = clock.instant();
        Waivers granted = waivers.at(transaction, cluster, now);
        RequirementEngine engine = applied.engine();
        Scenario scenario = new AssessmentTable(connection, cluster)
                .scenarioOfLastGate()
                .orElseGet(() -> PresentScenario.of(later.get()));
        Operation standing = Operation.standing(scenario);
        List<VerdictChange> changes = VerdictComparison.changes(
                engine.evaluate(earlier.get(), standing, now, granted, wanted).results(),
                engine.evaluate(later.get(), standing, now, granted, wanted).results());
        List<ValidationEvent.VerdictsChanged> events = new ArrayList<>();
        for (int from = 0; from < changes.size(); from += CHANGES_IN_AN_EVENT) {
            events.add(new ValidationEvent.VerdictsChanged(
                    cluster,
                    before,
                    after,
                    scenario,
                    engine.catalogue().version(),
                    engine.catalogue().hash(),
                    now,
                    changes.subList(from, Math.min(changes.size(), from + CHANGES_IN_AN_EVENT))));
        }
        return events;
    }

    private void append(
            EventTransaction transaction,
            ClusterId cluster,
            long streamVersion,
            List<ValidationEvent.VerdictsChanged> events) {
        if (events.isEmpty()) {
            return;
        }
        CommandMetadata metadata = CommandMetadata.first(
                UUID.randomUUID(),
                service.name() + "-service",
                cluster.value(),
                events.getFirst().evaluatedAt());
        WRITER.append(transaction, stream(cluster), streamVersion, events, metadata);
    }
}
