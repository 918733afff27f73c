package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.InventoryVersions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands on which node of a cluster whose plan was not carried out to its end, as recorded.
 *
 * @param nodes the cluster's nodes, in their order
 * @param virtualServers those that are more than a plan, in their order
 * @param rest whether the cluster may stay so
 * @param findings why it may not, or what is special about it; each in a sentence
 * @param forbidden what must not be done while it is so; each in a sentence
 * @param seenAt what was recorded
 */
public record ClusterStateLeft(
        List<Node> nodes,
        List<VirtualServer> virtualServers,
        Rest rest,
        List<String> findings,
        List<String> forbidden,
        InventoryVersions seenAt) {
    public ClusterStateLeft {
        nodes = List.copyOf(nodes);
        virtualServers = List.copyOf(virtualServers);
        findings = List.copyOf(findings);
        forbidden = List.copyOf(forbidden);
    }

    /**
     * A node.
     *
     * @param exchangeBuild for example {@code 6.5.6944}, or null when none is recorded
     * @param windows its family and build, or null when none is recorded
     */
    public record Node(
            String name,
            @Nullable String exchangeBuild,
            @Nullable String windows) {}

    /**
     * A virtual server.
     *
     * @param build of the virtual server itself, or null when none is recorded
     * @param node that owns its group, or null when none is recorded
     * @param upgraded whether it has the build that the plan leads to
     */
    public record VirtualServer(
            String name, @Nullable String build, @Nullable String node, boolean upgraded) {}

    /** Whether a cluster may stay as it is. */
    public enum Rest {
        /** All of it has one version, and nothing is in between. */
        UNIFORM,
        /** Versions are mixed, and each virtual server is on a node of its own: supported for as long as the upgrade takes. */
        MIXED,
        /** Something is in between and has to go on, or be taken back, before the cluster can be left alone. */
        NOT_TO_REST,
        /** Nobody knows what a step did, or a version is not recorded. */
        UNKNOWN
    }
}
