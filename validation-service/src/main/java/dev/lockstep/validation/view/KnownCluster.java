package dev.lockstep.validation.view;

import dev.lockstep.access.Target;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;

/**
 * A cluster of which the inventory has told.
 *
 * @param id its id
 * @param site the site that it is at
 * @param versions how far the events about it and its organization have arrived
 */
public record KnownCluster(ClusterId id, String site, InventoryVersions versions) {

    /** What a request about it acts on. */
    public Target target() {
        return Target.cluster(site, id);
    }
}
