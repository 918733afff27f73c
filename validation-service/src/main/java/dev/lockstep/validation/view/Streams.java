package dev.lockstep.validation.view;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.eventsourcing.StreamId;

/** The inventory's streams. */
public final class Streams {

    private Streams() {}

    /** The stream of a cluster. */
    public static StreamId cluster(ClusterId cluster) {
        return new StreamId("cluster", cluster.value());
    }

    /** The stream of an organization. */
    public static StreamId organization(OrganizationId organization) {
        return new StreamId("organization", organization.value());
    }

    /** Which document a stream makes up. */
    static DocumentKind kind(StreamId stream) {
        return stream.category().equals("cluster") ? DocumentKind.CLUSTER : DocumentKind.ORGANIZATION;
    }
}
