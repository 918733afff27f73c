package dev.lockstep.inventory.organizations;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.inventory.overview.ClusterSummary;
import dev.lockstep.service.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;

/** Organizations for those whose scopes cover them. */
@ApplicationScoped
public class OrganizationAccess {

    @Inject
    Access access;

    @Inject
    EventStore store;

    @Inject
    OrganizationRecords organizations;

    /** The record of an organization that the account may read: also by a scope that covers one of its clusters. */
    public RecordReader.Versioned requireReadable(OrganizationId id) {
        List<ClusterSummary> clusters = ClusterSummary.list("organization", id.value());
        access.requireAny(Stream.concat(
                        Stream.of(Target.organization(id)),
                        clusters.stream()
                                .map(cluster -> cluster.site)
                                .distinct()
                                .map(Target::site))
                .toList());
        return existing(id);
    }

    /** The record of an organization that the account may change: by a scope that covers the whole of it. */
    public RecordReader.Versioned requireChangeable(OrganizationId id) {
        access.require(Target.organization(id));
        return existing(id);
    }

    private RecordReader.Versioned existing(OrganizationId id) {
        RecordReader.Versioned current = organizations.current(store, id.value());
        if (!current.recorded().isRegistered()) {
            throw ProblemException.notFound("organization '%s'".formatted(id));
        }
        return current;
    }
}
