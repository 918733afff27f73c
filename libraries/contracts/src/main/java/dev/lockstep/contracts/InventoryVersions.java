package dev.lockstep.contracts;

/**
 * The versions of the two inventory streams that a decision was based on. It holds only for exactly these.
 *
 * @param organization 1-based version of the organization's stream
 * @param cluster 1-based version of the cluster's stream
 */
public record InventoryVersions(long organization, long cluster) {

    public InventoryVersions {
        if (organization < 1 || cluster < 1) {
            throw new IllegalArgumentException(
                    "inventory versions begin at 1: organization %d, cluster %d".formatted(organization, cluster));
        }
    }

    /** Whether both streams have come at least as far as in the other. */
    public boolean reach(InventoryVersions other) {
        return organization >= other.organization && cluster >= other.cluster;
    }
}
