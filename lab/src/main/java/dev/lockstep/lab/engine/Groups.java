package dev.lockstep.lab.engine;

import static dev.lockstep.lab.engine.WindowsError.GROUP_NOT_AVAILABLE;
import static dev.lockstep.lab.engine.WindowsError.GROUP_NOT_EMPTY;
import static dev.lockstep.lab.engine.WindowsError.GROUP_NOT_FOUND;
import static dev.lockstep.lab.engine.WindowsError.NODE_DOWN;
import static dev.lockstep.lab.engine.WindowsError.NODE_NOT_AVAILABLE;
import static dev.lockstep.lab.engine.WindowsError.NODE_NOT_FOUND;
import static dev.lockstep.lab.engine.WindowsError.NODE_PAUSED;
import static dev.lockstep.lab.engine.WindowsError.NOT_GROUP_OWNER;
import static dev.lockstep.lab.engine.WindowsError.OBJECT_ALREADY_EXISTS;
import static dev.lockstep.lab.engine.WindowsError.QUORUM_RESOURCE;

import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.NodeState;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import dev.lockstep.lab.world.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What can be done with resource groups. */
public final class Groups {
    private Groups() {}

    /** Creates an empty group on the first node that is up. */
    public static Outcome create(DataCentre world, Cluster cluster, String name) {
        if (cluster.group(name).isPresent()) {
            return Outcome.Refused.of(OBJECT_ALREADY_EXISTS);
        }
        Optional<Node> owner = cluster.nodes().stream()
                .filter(each -> each.state() == NodeState.UP)
                .findFirst();
        return owner.<Outcome>map(node -> new Outcome.Done(world.withCluster(
                        cluster.withGroup(new Group(name, node.name(), null, false, List.of(), List.of())))))
                .orElseGet(() -> Outcome.Refused.of(NODE_NOT_AVAILABLE));
    }

    /** Deletes a group that has no resources. */
    public static Outcome delete(DataCentre world, Cluster cluster, String name) {
        return with(
                cluster,
                name,
                group -> group.resources().isEmpty()
                        ? new Outcome.Done(world.withCluster(cluster.withoutGroup(group.name())))
                        : Outcome.Refused.of(GROUP_NOT_EMPTY));
    }

    /**
     * Starts moving a group: all of it goes offline, the owner changes, and what was wanted online comes online again.
     *
     * @param destination a node, or the empty text for whichever suits best
     */
    public static Outcome move(DataCentre world, Cluster cluster, String name, String destination) {
        return with(cluster, name, group -> {
            Optional<Node> node =
                    destination.isEmpty() ? Nodes.successor(cluster, group, group.owner()) : cluster.node(destination);
            if (node.isEmpty()) {
                return Outcome.Refused.of(destination.isEmpty() ? NODE_NOT_AVAILABLE : NODE_NOT_FOUND);
            }
            Node target = node.orElseThrow();
            if (target.name().equalsIgnoreCase(group.owner()) && group.movingTo() == null) {
                return new Outcome.Done(world);
            }
            if (group.movingTo() != null) {
                return Outcome.Refused.of(GROUP_NOT_AVAILABLE);
            }
            if (target.state() == NodeState.PAUSED) {
                return Outcome.Refused.of(NODE_PAUSED);
            }
            if (target.state() != NodeState.UP) {
                return Outcome.Refused.of(NODE_DOWN);
            }
            if (!Nodes.mayOwn(group, target.name())) {
                return Outcome.Refused.of(NOT_GROUP_OWNER);
            }
            List<Resource> retried = group.resources().stream()
                    .map(each -> each.state() == ResourceState.FAILED ? each.withState(ResourceState.OFFLINE) : each)
                    .toList();
            Group moving = group.withResources(retried).withMovingTo(target.name());
            return new Outcome.Done(world.withCluster(cluster.withGroup(moving)));
        });
    }

    /** Wants every resource of the group online. */
    public static Outcome online(DataCentre world, Cluster cluster, String name) {
        return with(
                cluster,
                name,
                group -> new Outcome.Done(world.withCluster(cluster.withGroup(group.withOnlineWhenEmpty(true)
                        .withResources(group.resources().stream()
                                .map(Resources::wantedOnline)
                                .toList())))));
    }

    /** Wants every resource of the group offline; refused for the group of the quorum resource. */
    public static Outcome offline(DataCentre world, Cluster cluster, String name) {
        return with(cluster, name, group -> {
            boolean quorum = group.resource(cluster.quorum())
                    .filter(each -> each.is(ResourceTypes.PHYSICAL_DISK) || each.is(ResourceTypes.MAJORITY_NODE_SET))
                    .isPresent();
            if (quorum) {
                return Outcome.Refused.of(QUORUM_RESOURCE);
            }
            List<Resource> unwanted = group.resources().stream()
                    .map(each -> each.withWanted(false))
                    .toList();
            return new Outcome.Done(world.withCluster(
                    cluster.withGroup(group.withOnlineWhenEmpty(false).withResources(unwanted))));
        });
    }

    /** Sets the preferred owners, in order. */
    public static Outcome preferOwners(DataCentre world, Cluster cluster, String name, List<String> owners) {
        return with(cluster, name, group -> {
            if (owners.stream().anyMatch(each -> cluster.node(each).isEmpty())) {
                return Outcome.Refused.of(NODE_NOT_FOUND);
            }
            List<String> exact = owners.stream()
                    .map(each -> cluster.node(each).orElseThrow().name())
                    .toList();
            return new Outcome.Done(world.withCluster(cluster.withGroup(group.withPreferredOwners(exact))));
        });
    }

    /** Does something with a group; refused when the cluster has none of this name. */
    static Outcome with(Cluster cluster, String name, Function<Group, Outcome> action) {
        return cluster.group(name).map(action).orElseGet(() -> Outcome.Refused.of(GROUP_NOT_FOUND));
    }
}
