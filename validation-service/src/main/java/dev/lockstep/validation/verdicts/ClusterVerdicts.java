package dev.lockstep.validation.verdicts;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.validation.requirements.OrganizationCatalogues;
import dev.lockstep.validation.waivers.ClusterWaivers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/** Evaluates facts about a cluster by the requirements of its organization and the waivers that count for it. */
@ApplicationScoped
public class ClusterVerdicts {

    @Inject
    EventStore store;

    @Inject
    OrganizationCatalogues catalogues;

    @Inject
    ClusterWaivers waivers;

    /** The requirements that apply to a cluster. */
    public Catalogue catalogue(ClusterId cluster) {
        return catalogues.engine(cluster.organization()).catalogue();
    }

    /**
     * The verdicts on facts.
     *
     * @param at the moment at which the age of facts is measured and waivers count
     */
    public Report report(ClusterId cluster, InventoryFacts facts, Operation operation, Instant at) {
        return report(store, cluster, facts, operation, at);
    }

    /** As {@link #report(ClusterId, InventoryFacts, Operation, Instant)}, as the reader's transaction sees requirements and waivers. */
    public Report report(
            StreamReader reader, ClusterId cluster, InventoryFacts facts, Operation operation, Instant at) {
        return catalogues
                .engine(reader, cluster.organization())
                .evaluate(facts, operation, at, waivers.at(reader, cluster, at));
    }
}
