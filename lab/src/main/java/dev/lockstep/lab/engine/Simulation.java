package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import dev.lockstep.lab.world.ResourceTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Lets time pass: everything that is due takes effect in the order of its due times. */
public final class Simulation {
    private Simulation() {}

    /** The data centre at the moment of the tick. */
    public static DataCentre advance(DataCentre before, Tick tick) {
        DataCentre world = before;
        for (Optional<Due> next = next(world, tick.now()); next.isPresent(); next = next(world, tick.now())) {
            Due due = next.orElseThrow();
            world = apply(world, due, tick.at(due.change().due()));
        }
        return world;
    }

    /** Starts whatever a command has made possible: in the clusters that it changed, and in all when it changed what goes wrong. */
    public static DataCentre settle(DataCentre before, DataCentre world, Tick tick) {
        boolean everywhere = !world.faults().equals(before.faults());
        DataCentre settled = world;
        for (Cluster each : everywhere ? world.clusters() : world.clustersChangedSince(before)) {
            settled = settled.withCluster(Settling.settle(each, world::staysOffline, tick));
        }
        return settled;
    }

    /** When the next thing happens by itself, if anything is under way. */
    public static OptionalLong nextDue(DataCentre world) {
        return all(world).mapToLong(each -> each.change().due()).min();
    }

    /** A change and the cluster it belongs to; an empty name stands for the directory. */
    private record Due(String cluster, Change change) {}

    private static Stream<Due> all(DataCentre world) {
        Stream<Due> ofDirectory = world.directory().changes().stream()
                .filter(each -> !(each instanceof Change.ReplicationArrives it && world.isCutOff(it.controller())))
                .map(each -> new Due("", each));
        Stream<Due> ofClusters = world.clusters().stream()
                .flatMap(cluster -> cluster.changes().stream().map(each -> new Due(cluster.name(), each)));
        return Stream.concat(ofDirectory, ofClusters);
    }

    private static Optional<Due> next(DataCentre world, long now) {
        return all(world)
                .filter(each -> each.change().due() <= now)
                .min(Comparator.comparingLong(each -> each.change().due()));
    }

    private static DataCentre apply(DataCentre world, Due due, Tick tick) {
        if (due.cluster().isEmpty()) {
            Directory directory = world.directory();
            List<Change> rest = new ArrayList<>(directory.changes());
            rest.remove(due.change());
            return Preparation.take(world.withDirectory(directory.withChanges(rest)), due.change(), tick);
        }
        DataCentre without = world.withCluster(due.cluster(), cluster -> cluster.withoutChanges(due.change()::equals));
        Cluster cluster = without.cluster(due.cluster()).orElseThrow();
        DataCentre after = switch (due.change()) {
            case Change.ResourceSettles it -> resource(without, cluster, it);
            case Change.ServiceSettles it -> Nodes.serviceSettles(without, cluster, it, tick);
            case Change.NodeReturns it -> Nodes.returns(without, cluster, it, tick);
            case Change.NodeJoins it -> Nodes.joins(without, cluster, it);
            case Change.ComponentsReady it -> Components.ready(without, cluster, it);
            case Change.SetupRegisters it -> Setup.registers(without, cluster, it, tick);
            case Change.SetupEnds it -> Setup.ends(without, cluster, it);
            case Change.SystemAttendantReady it -> VirtualServers.created(without, cluster, it, tick);
            case Change.VirtualServerUpgraded it -> VirtualServers.upgraded(without, cluster, it, tick);
            case Change.PreparationEnds it -> throw new IllegalStateException("not of a cluster: " + it);
            case Change.ReplicationArrives it -> throw new IllegalStateException("not of a cluster: " + it);
        };
        return after.withCluster(due.cluster(), each -> Settling.settle(each, after::staysOffline, tick));
    }

    private static DataCentre resource(DataCentre world, Cluster cluster, Change.ResourceSettles change) {
        Optional<Group> group = cluster.groupOfResource(change.resource());
        if (group.isEmpty()) {
            return world;
        }
        Resource resource = group.orElseThrow().resource(change.resource()).orElseThrow();
        ResourceState reached = change.to();
        if (reached == ResourceState.ONLINE
                && Coming.failure(world, cluster, group.orElseThrow(), resource).isPresent()) {
            reached = ResourceState.FAILED;
        }
        ResourceState state = reached;
        DataCentre after = world.withCluster(cluster.withResource(resource.name(), each -> each.withState(state)));
        return state == ResourceState.ONLINE && resource.is(ResourceTypes.NETWORK_NAME)
                ? registered(after, cluster, group.orElseThrow(), resource)
                : after;
    }

    private static DataCentre registered(DataCentre world, Cluster cluster, Group group, Resource name) {
        Directory directory = world.directory();
        if (!directory.zone().dynamicUpdate()) {
            return world;
        }
        String address = group.ofType(ResourceTypes.IP_ADDRESS).stream()
                .filter(each -> name.dependsOn(each.name()))
                .map(each -> each.property("Address"))
                .findFirst()
                .orElse("");
        String host = name.property("Name") + "." + cluster.domain();
        return world.withDirectory(directory.withZone(directory.zone().with(host, address)));
    }
}
