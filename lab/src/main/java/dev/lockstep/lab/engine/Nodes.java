package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Fault;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.NodeState;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.lab.world.Service;
import dev.lockstep.lab.world.ServiceState;
import dev.lockstep.lab.world.StartMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Nodes: restarting, leaving and joining the cluster, pausing, and the services of Windows on them. */
public final class Nodes {
    private Nodes() {}

    /** Restarts a node: what it owned fails over, and it joins again unless a fault keeps it down. */
    public static Outcome restart(DataCentre world, String name, Tick tick) {
        Optional<Node> found = world.node(name);
        if (found.isEmpty() || !found.orElseThrow().reachable()) {
            return Outcome.Refused.of(WindowsError.RPC_UNAVAILABLE);
        }
        Node node = found.orElseThrow();
        Cluster cluster = world.clusterOfNode(node.name()).orElseThrow();
        List<Service> stopped = node.services().stream()
                .map(each -> each.withState(ServiceState.STOPPED))
                .toList();
        Node restarting = node.withServices(stopped)
                .withState(NodeState.DOWN)
                .withSetup(null)
                .withRebootRequired(false);
        Cluster left = failOver(
                cluster.withNode(restarting).withoutChanges(each -> concernsNode(each, node.name())), node.name());
        return new Outcome.Done(world.faultOn(node.name(), Fault.Kind.NODE_STAYS_DOWN)
                .map(fault -> world.withCluster(left).struckBy(fault))
                .orElseGet(() -> world.withCluster(coming(left, node.name(), tick))));
    }

    private static Cluster coming(Cluster cluster, String node, Tick tick) {
        return cluster.withChange(new Change.NodeReturns(tick.due(Work.RESTART), node));
    }

    /** Somebody switches a node on that does not come back by itself; nothing happens when it is on or on its way. */
    static DataCentre switchOn(DataCentre world, String name, Tick tick) {
        return world.node(name)
                .filter(node -> !node.reachable())
                .flatMap(node -> world.clusterOfNode(node.name())
                        .filter(cluster ->
                                cluster.changes().stream().noneMatch(each -> concernsNode(each, node.name())))
                        .map(cluster -> world.withCluster(coming(cluster, node.name(), tick))))
                .orElse(world);
    }

    private static boolean concernsNode(Change change, String node) {
        return switch (change) {
            case Change.ServiceSettles it -> it.node().equalsIgnoreCase(node);
            case Change.NodeReturns it -> it.node().equalsIgnoreCase(node);
            case Change.NodeJoins it -> it.node().equalsIgnoreCase(node);
            case Change.SetupRegisters it -> it.node().equalsIgnoreCase(node);
            case Change.SetupEnds it -> it.node().equalsIgnoreCase(node);
            case Change.ComponentsReady it -> it.node().equalsIgnoreCase(node);
            case Change.ResourceSettles it -> false;
            case Change.SystemAttendantReady it -> false;
            case Change.VirtualServerUpgraded it -> false;
            case Change.PreparationEnds it -> false;
            case Change.ReplicationArrives it -> false;
        };
    }

    static DataCentre returns(DataCentre world, Cluster cluster, Change.NodeReturns change, Tick tick) {
        Node node = cluster.node(change.node()).orElseThrow();
        List<Service> started = node.services().stream()
                .map(each -> each.startMode() == StartMode.AUTO ? each.withState(ServiceState.RUNNING) : each)
                .toList();
        return world.withCluster(startJoining(cluster, node.withServices(started), tick));
    }

    private static Cluster startJoining(Cluster cluster, Node node, Tick tick) {
        return node.clusterServiceRuns()
                ? cluster.withNode(node.withState(NodeState.JOINING))
                        .withChange(new Change.NodeJoins(tick.due(Work.JOIN), node.name()))
                : cluster.withNode(node);
    }

    /**
     * Takes the cluster service of a node down at once and lets it start again after a while: what the node owns fails over, or is away
     * where no node remains, and the node joins again.
     */
    static Cluster recycle(Cluster cluster, Node node, Tick tick) {
        Node leaving = node.withState(NodeState.DOWN)
                .withService(node.service(Node.CLUSTER_SERVICE).orElseThrow().withState(ServiceState.START_PENDING));
        Cluster left = cluster.withNode(leaving).withoutChanges(each -> concernsMembership(each, node.name()));
        return failOver(left, node.name())
                .withChange(new Change.ServiceSettles(
                        tick.due(Work.CLUSTER_SERVICE_RECYCLE),
                        node.name(),
                        Node.CLUSTER_SERVICE,
                        ServiceState.RUNNING));
    }

    private static boolean concernsMembership(Change change, String node) {
        return concernsNode(change, node)
                && (change instanceof Change.NodeJoins
                        || (change instanceof Change.ServiceSettles it
                                && it.service().equalsIgnoreCase(Node.CLUSTER_SERVICE)));
    }

    static DataCentre joins(DataCentre world, Cluster cluster, Change.NodeJoins change) {
        Node node = cluster.node(change.node()).orElseThrow();
        Cluster joined = cluster.withNode(node.withState(NodeState.UP));
        for (Group group : joined.groups()) {
            boolean orphaned = !joined.node(group.owner())
                    .map(each -> each.state().active())
                    .orElse(false);
            if (orphaned) {
                joined = joined.withGroup(group.withOwner(node.name()));
            }
        }
        return world.withCluster(joined);
    }

    /** Takes everything down at once that the node owned and gives it to the nodes that remain. */
    private static Cluster failOver(Cluster before, String node) {
        Cluster cluster = before;
        for (Group group : before.ownedBy(node)) {
            List<Resource> down = group.resources().stream()
                    .map(each -> each.state() == ResourceState.FAILED ? each : each.withState(ResourceState.OFFLINE))
                    .toList();
            Cluster remaining = cluster.withoutChanges(each -> each instanceof Change.ResourceSettles it
                    && group.resource(it.resource()).isPresent());
            String owner = successor(remaining, group, node).map(Node::name).orElse(node);
            cluster = remaining.withGroup(group.withResources(down).withOwner(owner));
        }
        return cluster;
    }

    /** The node that takes a group over: a preferred owner first, above two nodes one without a virtual server. */
    static Optional<Node> successor(Cluster cluster, Group group, String leaving) {
        boolean virtualServer = !group.ofType(ResourceTypes.SYSTEM_ATTENDANT).isEmpty();
        return cluster.nodes().stream()
                .filter(each -> each.state() == NodeState.UP && !each.name().equalsIgnoreCase(leaving))
                .filter(each -> mayOwn(group, each.name()))
                .min(Comparator.<Node>comparingInt(each -> virtualServer && hostsVirtualServer(cluster, each) ? 1 : 0)
                        .thenComparingInt(each -> Named.contains(group.preferredOwners(), each.name()) ? 0 : 1)
                        .thenComparingInt(each -> cluster.ownedBy(each.name()).size())
                        .thenComparingInt(Node::id));
    }

    static boolean mayOwn(Group group, String node) {
        return group.resources().stream()
                .allMatch(each -> each.possibleOwners().isEmpty() || Named.contains(each.possibleOwners(), node));
    }

    private static boolean hostsVirtualServer(Cluster cluster, Node node) {
        return cluster.ownedBy(node.name()).stream()
                .anyMatch(each -> !each.ofType(ResourceTypes.SYSTEM_ATTENDANT).isEmpty());
    }

    /** Pauses a node (it takes no more groups) or resumes it. */
    public static Outcome pause(DataCentre world, String cluster, String name, boolean paused) {
        Optional<Cluster> found = world.cluster(cluster);
        Optional<Node> node = found.flatMap(each -> each.node(name));
        if (node.isEmpty()) {
            return Outcome.Refused.of(WindowsError.NODE_NOT_FOUND);
        }
        if (!node.orElseThrow().state().active()) {
            return Outcome.Refused.of(WindowsError.NODE_DOWN);
        }
        Node changed = node.orElseThrow().withState(paused ? NodeState.PAUSED : NodeState.UP);
        return new Outcome.Done(world.withCluster(found.orElseThrow().withNode(changed)));
    }

    /** Starts a service; refused when it is disabled, running already or not there. */
    public static Outcome startService(DataCentre world, String nodeName, String name, Tick tick) {
        return onService(world, nodeName, name, (node, service) -> {
            if (service.state() != ServiceState.STOPPED) {
                return Outcome.Refused.of(WindowsError.SERVICE_ALREADY_RUNNING);
            }
            if (service.startMode() == StartMode.DISABLED) {
                return Outcome.Refused.of(WindowsError.SERVICE_DISABLED);
            }
            return moving(world, node, service, ServiceState.START_PENDING, ServiceState.RUNNING, tick);
        });
    }

    /** Stops a service; stopping the cluster service makes the node leave its cluster. */
    public static Outcome stopService(DataCentre world, String nodeName, String name, Tick tick) {
        return onService(world, nodeName, name, (node, service) -> {
            if (service.state() != ServiceState.RUNNING) {
                return Outcome.Refused.of(WindowsError.SERVICE_NOT_ACTIVE);
            }
            return moving(world, node, service, ServiceState.STOP_PENDING, ServiceState.STOPPED, tick);
        });
    }

    /** Sets how a service starts. */
    public static Outcome configureService(DataCentre world, String nodeName, String name, StartMode mode) {
        return onService(world, nodeName, name, (node, service) -> {
            Cluster cluster = world.clusterOfNode(node.name()).orElseThrow();
            Node changed = node.withService(service.withStartMode(mode));
            return new Outcome.Done(world.withCluster(cluster.withNode(changed)));
        });
    }

    private interface OnService {
        Outcome apply(Node node, Service service);
    }

    private static Outcome onService(DataCentre world, String nodeName, String name, OnService action) {
        Optional<Node> node = world.node(nodeName);
        if (node.isEmpty() || !node.orElseThrow().reachable()) {
            return Outcome.Refused.of(WindowsError.RPC_UNAVAILABLE);
        }
        return node.orElseThrow()
                .service(name)
                .map(each -> action.apply(node.orElseThrow(), each))
                .orElseGet(() -> Outcome.Refused.of(WindowsError.NO_SUCH_SERVICE));
    }

    private static Outcome moving(
            DataCentre world, Node node, Service service, ServiceState now, ServiceState then, Tick tick) {
        Cluster cluster = world.clusterOfNode(node.name()).orElseThrow();
        Work work = then == ServiceState.RUNNING ? Work.SERVICE_START : Work.SERVICE_STOP;
        return new Outcome.Done(world.withCluster(cluster.withNode(node.withService(service.withState(now)))
                .withChange(new Change.ServiceSettles(tick.due(work), node.name(), service.name(), then))));
    }

    static DataCentre serviceSettles(DataCentre world, Cluster cluster, Change.ServiceSettles change, Tick tick) {
        Node node = cluster.node(change.node()).orElseThrow();
        Optional<Service> service = node.service(change.service());
        if (service.isEmpty()) {
            return world;
        }
        Node changed = node.withService(service.orElseThrow().withState(change.to()));
        boolean clusterService = change.service().equalsIgnoreCase(Node.CLUSTER_SERVICE);
        if (clusterService && change.to() == ServiceState.STOPPED) {
            return world.withCluster(failOver(cluster.withNode(changed.withState(NodeState.DOWN)), changed.name()));
        }
        return world.withCluster(clusterService ? startJoining(cluster, changed, tick) : cluster.withNode(changed));
    }
}
