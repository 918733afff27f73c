package dev.lockstep.inventory.clusters;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.service.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Clusters for those whose scopes cover them; to others a cluster that does not exist looks like one that they may not see. */
@ApplicationScoped
public class ClusterAccess {

    @Inject
    Access access;

    @Inject
    EventStore store;

    @Inject
    ClusterRecords clusters;

    /** The record of a cluster that the account may act on. */
    public RecordReader.Versioned require(ClusterId id) {
        RecordReader.Versioned current = clusters.current(store, id.value());
        if (!current.recorded().isRegistered()) {
            access.require(Target.organization(id.organization()));
            throw ProblemException.notFound("cluster '%s'".formatted(id));
        }
        access.require(Target.cluster(current.recorded().requiredSite(), id));
        return current;
    }
}
