package dev.lockstep.inventory.observation;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.UnknownEventTypeException;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.orchestration.OrchestrationEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.inventory.clusters.ClusterCommand;
import dev.lockstep.inventory.clusters.ClusterRecords;
import dev.lockstep.inventory.facts.Records.Result;
import dev.lockstep.inventory.organizations.OrganizationCommand;
import dev.lockstep.inventory.organizations.OrganizationRecords;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.events.Subscription;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Records what site runners saw for rollouts. Every report leads to at least one event of each record that it speaks of, confirmations
 * included, and these events name the report as their cause: that is how orchestration learns the versions that hold it.
 */
@Singleton
public class RolloutReports implements Subscription {

    private static final String REPORT = "lockstep.orchestration.facts-reported.v1";
    private static final ContractCodec<OrchestrationEvent> CODEC = new ContractCodec<>(OrchestrationEvent.class);

    private final EventStore store;
    private final ClusterRecords clusters;
    private final OrganizationRecords organizations;
    private final Clock clock;

    @Inject
    RolloutReports(EventStore store, ClusterRecords clusters, OrganizationRecords organizations, Clock clock) {
        this.store = store;
        this.clusters = clusters;
        this.organizations = organizations;
        this.clock = clock;
    }

    @Override
    public String consumer() {
        return "inventory-rollout-reports";
    }

    @Override
    public List<String> topics() {
        return List.of("lockstep.orchestration");
    }

    @Override
    public boolean isAwaited(String type) {
        return type.equals(REPORT);
    }

    @Override
    public Set<StreamId> streams(ReceivedEvent event) {
        if (!event.type().equals(REPORT)) {
            return Set.of();
        }
        FactsReported report = report(event);
        String cluster = report.cluster().value();
        String organization = report.cluster().organization().value();
        // Read ahead outside the transaction, so that only what came since is read inside.
        clusters.current(store, cluster);
        organizations.current(store, organization);
        return Set.of(clusters.stream(cluster), organizations.stream(organization));
    }

    @Override
    public void handle(ReceivedEvent event, EventTransaction transaction) {
        if (event.type().equals(REPORT)) {
            record(report(event), event, transaction);
        } else if (!EventCatalogue.all().containsKey(event.type())) {
            throw new UnknownEventTypeException(event.type());
        }
    }

    private void record(FactsReported report, ReceivedEvent cause, EventTransaction transaction) {
        ReportedFacts ofOrganization = ReportedFacts.of(report, DocumentKind.ORGANIZATION);
        if (!ofOrganization.isEmpty()) {
            String key = report.cluster().organization().value();
            require(organizations.handle(
                    transaction,
                    key,
                    new OrganizationCommand.Observe(
                            report.cluster().organization(),
                            ofOrganization.facts(),
                            ofOrganization.listed(),
                            ofOrganization.provenance(),
                            ofOrganization.reason()),
                    metadata(report, cause, "record-organization-facts", key)));
        }
        ReportedFacts ofCluster = ReportedFacts.of(report, DocumentKind.CLUSTER);
        if (!ofCluster.isEmpty()) {
            String key = report.cluster().value();
            require(clusters.handle(
                    transaction,
                    key,
                    new ClusterCommand.Observe(
                            report.cluster(),
                            ofCluster.facts(),
                            ofCluster.listed(),
                            ofCluster.provenance(),
                            ofCluster.reason()),
                    metadata(report, cause, "record-cluster-facts", key)));
        }
    }

    private CommandMetadata metadata(FactsReported report, ReceivedEvent cause, String purpose, String key) {
        return CommandMetadata.causedBy(
                cause.id(), cause.metadata().correlationId(), purpose, report.reportedBy(), key, clock.instant());
    }

    private static void require(Result<? extends InventoryEvent> result) {
        if (result instanceof Result.Refused<? extends InventoryEvent> refused) {
            throw new IllegalStateException(
                    refused.refusal().detail() + " " + refused.refusal().remedy());
        }
    }

    private static FactsReported report(ReceivedEvent event) {
        return (FactsReported) CODEC.decode(event.type(), event.data());
    }
}
