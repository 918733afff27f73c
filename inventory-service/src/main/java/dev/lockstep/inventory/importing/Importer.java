package dev.lockstep.inventory.importing;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.inventory.clusters.ClusterCommand;
import dev.lockstep.inventory.clusters.ClusterRecords;
import dev.lockstep.inventory.facts.ChangeView;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.inventory.facts.Recorded;
import dev.lockstep.inventory.facts.Records;
import dev.lockstep.inventory.facts.Records.Result;
import dev.lockstep.inventory.organizations.OrganizationCommand;
import dev.lockstep.inventory.organizations.OrganizationRecords;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.RequestContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records what a document says about an organization and one of its clusters, both in one transaction. */
@ApplicationScoped
class Importer {

    private static final String REASON = "import of a document";

    @Inject
    Access access;

    @Inject
    RequestContext request;

    @Inject
    EventStore store;

    @Inject
    ClusterRecords clusters;

    @Inject
    OrganizationRecords organizations;

    /** Says what the import would change, and changes nothing. */
    ImportReport tryOut(ImportRequest wanted, @Nullable String site, Provenance provenance) {
        Commands commands = commands(store, wanted, site, provenance);
        return report(
                true,
                wanted,
                commands.cluster().site(),
                permitted(
                        wanted,
                        organizations.tryOut(store, wanted.organization().value(), commands.organization())),
                clusters.tryOut(store, wanted.cluster().value(), commands.cluster())
                        .done());
    }

    /** Imports: both records, or nothing. A repeated request has no second effect on either, whatever has happened to them since. */
    ImportReport run(ImportRequest wanted, @Nullable String site, Provenance provenance) {
        String organization = wanted.organization().value();
        String cluster = wanted.cluster().value();
        return store.transact(Set.of(organizations.stream(organization), clusters.stream(cluster)), transaction -> {
            Commands commands = commands(transaction, wanted, site, provenance);
            CommandMetadata ofOrganization = request.command(organization);
            CommandMetadata ofCluster = request.command(cluster);
            boolean repeated = organizations.wasCarriedOut(transaction, organization, ofOrganization)
                    || clusters.wasCarriedOut(transaction, cluster, ofCluster);
            return report(
                    false,
                    wanted,
                    commands.cluster().site(),
                    repeated
                            ? nothing(organizations.current(transaction, organization))
                            : organization(transaction, wanted, commands.organization(), ofOrganization),
                    repeated
                            ? nothing(clusters.current(transaction, cluster))
                            : clusters.handle(transaction, cluster, commands.cluster(), ofCluster)
                                    .done());
        });
    }

    private static Result.Done<InventoryEvent> nothing(RecordReader.Versioned present) {
        return new Result.Done<>(List.of(), present.version());
    }

    private Result.Done<? extends InventoryEvent> organization(
            EventTransaction transaction, ImportRequest wanted, OrganizationCommand command, CommandMetadata metadata) {
        Records.Conditions permitted = new Records.Conditions() {
            @Override
            public void onChange(Recorded before, List<? extends InventoryEvent> events) {
                requireWhole(wanted);
            }
        };
        return organizations
                .handle(transaction, wanted.organization().value(), command, metadata, permitted)
                .done();
    }

    private <E extends InventoryEvent> Result.Done<E> permitted(ImportRequest wanted, Result<E> result) {
        Result.Done<E> done = result.done();
        if (!done.events().isEmpty()) {
            requireWhole(wanted);
        }
        return done;
    }

    /** Changing what all clusters of an organization share takes a scope that covers the organization. */
    private void requireWhole(ImportRequest wanted) {
        access.require(Target.organization(wanted.organization()));
    }

    private record Commands(OrganizationCommand.Import organization, ClusterCommand.Import cluster) {}

    private Commands commands(StreamReader reader, ImportRequest wanted, @Nullable String site, Provenance provenance) {
        Recorded recorded = clusters.current(reader, wanted.cluster().value()).recorded();
        String at = site(site, recorded, wanted);
        access.require(Target.cluster(recorded.isRegistered() ? recorded.requiredSite() : at, wanted.cluster()));
        return new Commands(
                new OrganizationCommand.Import(
                        wanted.organization(),
                        wanted.organizationName(),
                        wanted.organizationFacts(),
                        provenance,
                        REASON),
                new ClusterCommand.Import(
                        wanted.cluster(), wanted.clusterName(), at, wanted.clusterFacts(), provenance, REASON));
    }

    private String site(@Nullable String requested, Recorded recorded, ImportRequest wanted) {
        if (requested != null) {
            return requested;
        }
        if (recorded.isRegistered()) {
            return recorded.requiredSite();
        }
        // Only who may see all its clusters is told that this one does not exist.
        access.require(Target.organization(wanted.organization()));
        throw new InvalidRequestException(
                new Mistake("site", "a cluster that is new here needs a site", "add ?site=NAME to the request"));
    }

    private static ImportReport report(
            boolean dryRun,
            ImportRequest wanted,
            String site,
            Result.Done<? extends InventoryEvent> organization,
            Result.Done<? extends InventoryEvent> cluster) {
        return new ImportReport(
                dryRun,
                new ImportReport.Part(
                        wanted.organization().value(),
                        wanted.organizationName(),
                        null,
                        organization.version(),
                        views(organization.events())),
                new ImportReport.Part(
                        wanted.cluster().value(),
                        wanted.clusterName(),
                        site,
                        cluster.version(),
                        views(cluster.events())));
    }

    private static List<ChangeView> views(List<? extends InventoryEvent> events) {
        return events.stream().map(ChangeView::of).toList();
    }
}
