package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import java.util.function.BiPredicate;

/**
 * How groups and resources strive for the state that is wanted: a resource starts coming online only when its
 * dependencies are online, starts going offline only when nothing that depends on it works, and a group changes its
 * owner only when all of it is down.
 */
final class Settling {
    private Settling() {}

    /**
     * Starts every transition that can start now.
     *
     * @param staysOffline the clusters and names of resources that do not begin to come online
     */
    static Cluster settle(Cluster cluster, BiPredicate<String, String> staysOffline, Tick tick) {
        Cluster settled = cluster;
        for (Group group : cluster.groups()) {
            settled = settleGroup(settled, group.name(), staysOffline, tick);
        }
        return settled;
    }

    private static Cluster settleGroup(
            Cluster before, String name, BiPredicate<String, String> staysOffline, Tick tick) {
        Cluster cluster = before;
        Group group = cluster.group(name).orElseThrow();
        String destination = group.movingTo();
        if (destination != null && !group.anythingRunning()) {
            group = group.withOwner(destination);
            cluster = cluster.withGroup(group);
        }
        boolean hosted = group.movingTo() == null
                && cluster.node(group.owner())
                        .map(Node::state)
                        .map(state -> state.active())
                        .orElse(false);
        for (Resource resource : group.resources()) {
            boolean target = hosted && resource.wanted();
            if (resource.online() && !target && dependentsDown(group, resource)) {
                cluster = start(cluster, resource, ResourceState.OFFLINE_PENDING, tick);
            } else if (resource.state() == ResourceState.OFFLINE
                    && target
                    && dependenciesOnline(group, resource)
                    && !staysOffline.test(cluster.name(), resource.name())) {
                cluster = start(cluster, resource, ResourceState.ONLINE_PENDING, tick);
            }
        }
        return cluster;
    }

    private static Cluster start(Cluster cluster, Resource resource, ResourceState pending, Tick tick) {
        boolean coming = pending == ResourceState.ONLINE_PENDING;
        Work work = coming ? Tick.comingOnline(resource.type()) : Tick.goingOffline(resource.type());
        return cluster.withResource(resource.name(), each -> each.withState(pending))
                .withChange(new Change.ResourceSettles(
                        tick.due(work), resource.name(), coming ? ResourceState.ONLINE : ResourceState.OFFLINE));
    }

    private static boolean dependentsDown(Group group, Resource resource) {
        return group.dependents(resource.name()).stream()
                .allMatch(each -> each.state().down());
    }

    private static boolean dependenciesOnline(Group group, Resource resource) {
        return resource.dependsOn().stream()
                .allMatch(each -> group.resource(each).map(Resource::online).orElse(false));
    }
}
