package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.DataFolder;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.ExchangeServer;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Replica;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.lab.world.SystemAttendantRequest;
import dev.lockstep.lab.world.VirtualServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exchange virtual servers: creating the System Attendant and upgrading (catalogue §2.8 step 7, §2.9). */
public final class VirtualServers {
    private VirtualServers() {}

    /** Starts what the wizard does after its last page. */
    public static Outcome create(DataCentre world, Cluster cluster, SystemAttendantRequest request, Tick tick) {
        return Groups.with(
                cluster,
                request.group(),
                group -> begin(
                        world,
                        cluster,
                        obstacle(world, cluster, group, request),
                        new Change.SystemAttendantReady(tick.due(Work.SYSTEM_ATTENDANT), request)));
    }

    private static Outcome begin(DataCentre world, Cluster cluster, Optional<String> obstacle, Change change) {
        return obstacle.<Outcome>map(Outcome.Refused::because)
                .orElseGet(() -> new Outcome.Done(world.withCluster(cluster.withChange(change))));
    }

    private static Optional<String> obstacle(
            DataCentre world, Cluster cluster, Group group, SystemAttendantRequest request) {
        return busy(cluster)
                .or(() -> upgrading(cluster).isEmpty()
                        ? Optional.empty()
                        : Optional.of("An Exchange virtual server of this cluster is being upgraded."))
                .or(() -> place(cluster, group))
                .or(() -> node(cluster, group))
                .or(() -> dependencies(group, request))
                .or(() -> folder(cluster, group, request))
                .or(() -> name(world, cluster, group));
    }

    private static Optional<String> busy(Cluster cluster) {
        boolean creating = cluster.changes().stream().anyMatch(Change.SystemAttendantReady.class::isInstance);
        if (creating) {
            return Optional.of("Another Exchange virtual server of this cluster is being created.");
        }
        return cluster.nodes().stream()
                .filter(each -> each.setup() != null)
                .findFirst()
                .map(each -> "Setup is running on node " + each.name() + ".");
    }

    private static Optional<String> place(Cluster cluster, Group group) {
        if (group.resource("Cluster Name").isPresent()
                || group.resource(cluster.quorum()).isPresent()) {
            return Optional.of("An Exchange virtual server cannot be created in the group of the cluster itself.");
        }
        if (!group.ofType(ResourceTypes.SYSTEM_ATTENDANT).isEmpty()) {
            return Optional.of("The group " + group.name() + " has a System Attendant already.");
        }
        int nodes = cluster.nodes().size();
        return nodes >= 3 && cluster.virtualServers().size() + 1 > nodes - 1
                ? Optional.of("A cluster with " + nodes + " nodes can have at most " + (nodes - 1)
                        + " Exchange virtual servers.")
                : Optional.empty();
    }

    private static Optional<String> node(Cluster cluster, Group group) {
        Node owner = cluster.node(group.owner()).orElseThrow();
        if (owner.installed().isEmpty()) {
            return Optional.of("Exchange is not installed on node " + owner.name() + ", which owns the group.");
        }
        if (!Setup.complete(owner.installed().orElseThrow())) {
            return Optional.of("Exchange is not completely installed on node " + owner.name() + ": run Setup again.");
        }
        return owner.rebootRequired()
                ? Optional.of("Node " + owner.name() + " must be restarted to complete Setup.")
                : Optional.empty();
    }

    private static Optional<String> dependencies(Group group, SystemAttendantRequest request) {
        List<Resource> names = group.ofType(ResourceTypes.NETWORK_NAME);
        List<Resource> disks = group.ofType(ResourceTypes.PHYSICAL_DISK);
        if (names.isEmpty() || disks.isEmpty()) {
            return Optional.of("The group " + group.name() + " needs a Network Name and a Physical Disk resource.");
        }
        for (Resource each : names) {
            if (!Named.contains(request.dependencies(), each.name())) {
                return Optional.of("The System Attendant must depend on the resource " + each.name() + ".");
            }
        }
        for (Resource each : disks) {
            if (!Named.contains(request.dependencies(), each.name())) {
                return Optional.of(
                        "The System Attendant must depend on every disk of its group; missing: " + each.name() + ".");
            }
        }
        for (String each : request.dependencies()) {
            if (!group.resource(each).map(Resource::online).orElse(false)) {
                return Optional.of("The resource " + each + " is not online.");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> folder(Cluster cluster, Group group, SystemAttendantRequest request) {
        String path = request.dataDirectory();
        boolean onDisk = group.ofType(ResourceTypes.PHYSICAL_DISK).stream()
                .map(each -> each.property("Drive"))
                .anyMatch(each -> !each.isEmpty() && path.regionMatches(true, 0, each, 0, each.length()));
        if (!onDisk) {
            return Optional.of("The data directory " + path + " is not on a disk of the group " + group.name() + ".");
        }
        boolean used = Named.find(cluster.dataFolders(), path)
                .map(each -> !each.empty())
                .orElse(false);
        return used ? Optional.of("The data directory " + path + " is not empty.") : Optional.empty();
    }

    private static Optional<String> name(DataCentre world, Cluster cluster, Group group) {
        String name = serverName(group);
        if (Named.find(world.directory().servers(), name).isPresent()) {
            return Optional.of("An Exchange server named " + name + " exists in the organization already.");
        }
        String fqdn = name + "." + cluster.domain();
        return world.directory().smtpDomains().stream()
                .filter(fqdn::equalsIgnoreCase)
                .findFirst()
                .map(each -> "The name of the virtual server matches a recipient policy: " + each);
    }

    /**
     * Makes the resource of an HTTP virtual server, offline, which depends on the System Attendant of its group.
     *
     * @param resource the name that it gets, free in the cluster
     */
    public static Outcome createHttp(DataCentre world, Cluster cluster, String groupName, String resource) {
        return Groups.with(cluster, groupName, group -> {
            List<Resource> attendants = group.ofType(ResourceTypes.SYSTEM_ATTENDANT);
            if (attendants.isEmpty()) {
                return Outcome.Refused.because("The group " + group.name() + " has no System Attendant.");
            }
            if (cluster.resource(resource).isPresent()) {
                return Outcome.Refused.because("The cluster has a resource " + resource + " already.");
            }
            Resource created = Resource.offline(resource, ResourceTypes.HTTP)
                    .withDependsOn(List.of(attendants.getFirst().name()));
            return new Outcome.Done(world.withCluster(cluster.withGroup(group.withResource(created))));
        });
    }

    private static String serverName(Group group) {
        return group.ofType(ResourceTypes.NETWORK_NAME).getFirst().property("Name");
    }

    static DataCentre created(DataCentre world, Cluster before, Change.SystemAttendantReady change, Tick tick) {
        SystemAttendantRequest request = change.request();
        Optional<Group> found = before.group(request.group());
        Optional<ExchangeInstall> install =
                found.flatMap(each -> before.node(each.owner())).flatMap(Node::installed);
        boolean possible = install.isPresent()
                && request.dependencies().stream()
                        .allMatch(each -> found.orElseThrow().resource(each).isPresent());
        if (!possible) {
            return world;
        }
        String build = install.orElseThrow().build();
        String name = serverName(found.orElseThrow());
        Group group = resources(
                found.orElseThrow(), name, request, before.virtualServers().isEmpty());
        Cluster cluster = before.withGroup(group)
                .withVirtualServer(VirtualServer.whole(group.name(), name, build))
                .withDataFolder(new DataFolder(request.dataDirectory(), false));
        ExchangeServer server = new ExchangeServer(name, request.administrativeGroup(), build, true, before.domain());
        return announced(world.withCluster(cluster), cluster, group.name(), server, tick);
    }

    private static Group resources(Group before, String name, SystemAttendantRequest request, boolean first) {
        String attendant = "Exchange System Attendant - (" + name + ")";
        Group group = before.withResource(new Resource(
                attendant,
                ResourceTypes.SYSTEM_ATTENDANT,
                ResourceState.OFFLINE,
                false,
                request.dependencies(),
                List.of(),
                Map.of("NetworkName", name, "DataPath", request.dataDirectory())));
        group = group.withResource(
                instance("Exchange Information Store Instance", ResourceTypes.INFORMATION_STORE, name));
        group = group.withResource(instance("Exchange Routing Service Instance", ResourceTypes.ROUTING, name));
        group = group.withResource(instance("SMTP Virtual Server Instance 1", ResourceTypes.SMTP, name));
        group = group.withResource(instance("Exchange HTTP Virtual Server Instance 100", ResourceTypes.HTTP, name));
        group = group.withResource(instance("Exchange MS Search Instance", ResourceTypes.SEARCH, name));
        return first
                ? group.withResource(instance("Exchange Message Transfer Agent Instance", ResourceTypes.MTA, name))
                : group;
    }

    private static Resource instance(String title, String type, String name) {
        return Resource.offline(title + " - (" + name + ")", type)
                .withDependsOn(List.of("Exchange System Attendant - (" + name + ")"));
    }

    /** The wizard writes to the domain controller that its node found; the others hear of it. */
    private static DataCentre announced(
            DataCentre world, Cluster cluster, String group, ExchangeServer server, Tick tick) {
        List<DomainController> controllers = world.directory().controllersOf(cluster.domain());
        int node = cluster.group(group)
                .flatMap(each -> cluster.node(each.owner()))
                .map(Node::id)
                .orElse(0);
        String controller = controllers.isEmpty()
                ? world.directory().schemaMaster()
                : controllers.get(Math.floorMod(node, controllers.size())).name();
        Replica written = new Replica(0, 0, 0, List.of(), List.of(server));
        return world.withDirectory(
                Preparation.write(world.directory(), controller, written, Work.DIRECTORY_REPLICATION, tick));
    }

    /**
     * Starts "Upgrade Exchange Virtual Server" on the node that owns the group. Nothing refuses it while another virtual server of the
     * cluster is being upgraded (catalogue §1.9, UPG-EVS-06): then both upgrades crash, neither server starts anywhere, and Setup must be
     * run again on the nodes that own them before they can be upgraded.
     */
    public static Outcome upgrade(DataCentre world, Cluster cluster, String groupName, Tick tick) {
        return Groups.with(
                cluster,
                groupName,
                group -> cluster.virtualServer(group.name())
                        .map(server -> upgrade(world, cluster, group, server, tick))
                        .orElseGet(() -> Outcome.Refused.of(WindowsError.GROUP_NOT_FOUND)));
    }

    private static Outcome upgrade(DataCentre world, Cluster cluster, Group group, VirtualServer server, Tick tick) {
        List<String> inProgress = upgrading(cluster);
        Optional<String> obstacle = busy(cluster)
                .or(() -> Named.contains(inProgress, group.name())
                        ? Optional.of("This virtual server is being upgraded already.")
                        : Optional.empty())
                .or(() -> node(cluster, group))
                .or(() -> upgradeStates(cluster, group, server));
        if (obstacle.isPresent() || inProgress.isEmpty()) {
            long due = tick.due(Work.VIRTUAL_SERVER_UPGRADE);
            return begin(world, cluster, obstacle, new Change.VirtualServerUpgraded(due, group.name()));
        }
        Cluster crashed = crashed(cluster, group.name());
        for (String each : inProgress) {
            crashed = crashed(crashed, each);
        }
        return new Outcome.Done(
                world.withCluster(crashed.withoutChanges(Change.VirtualServerUpgraded.class::isInstance)));
    }

    /** The groups of the virtual servers that are being upgraded. */
    private static List<String> upgrading(Cluster cluster) {
        return cluster.changes().stream()
                .filter(Change.VirtualServerUpgraded.class::isInstance)
                .map(each -> ((Change.VirtualServerUpgraded) each).group())
                .toList();
    }

    private static Cluster crashed(Cluster cluster, String groupName) {
        Group group = cluster.group(groupName).orElseThrow();
        Node owner = cluster.node(group.owner()).orElseThrow();
        List<Resource> failed = group.resources().stream()
                .map(each -> ResourceTypes.ofExchange(each.type()) ? each.withState(ResourceState.FAILED) : each)
                .toList();
        Node interrupted =
                owner.installed().map(each -> Setup.incomplete(owner, each)).orElse(owner);
        return cluster.withGroup(group.withResources(failed))
                .withNode(interrupted)
                .withVirtualServer(
                        cluster.virtualServer(groupName).orElseThrow().inPieces());
    }

    private static Optional<String> upgradeStates(Cluster cluster, Group group, VirtualServer server) {
        String build = cluster.node(group.owner())
                .flatMap(Node::installed)
                .map(ExchangeInstall::build)
                .orElse("");
        if (ExchangeInstall.compareBuilds(server.build(), build) >= 0) {
            return Optional.of("The virtual server has the version of this node already.");
        }
        for (Resource each : group.resources()) {
            boolean exchange = ResourceTypes.ofExchange(each.type());
            if (exchange && !each.state().down()) {
                return Optional.of("The resource " + each.name() + " must be offline before the upgrade.");
            }
            if (!exchange && !each.online()) {
                return Optional.of("The resource " + each.name() + " must be online before the upgrade.");
            }
        }
        return Optional.empty();
    }

    static DataCentre upgraded(DataCentre world, Cluster cluster, Change.VirtualServerUpgraded change, Tick tick) {
        VirtualServer server = cluster.virtualServer(change.group()).orElseThrow();
        String build = cluster.group(change.group())
                .flatMap(each -> cluster.node(each.owner()))
                .flatMap(Node::installed)
                .map(ExchangeInstall::build)
                .orElse(server.build());
        Cluster changed = cluster.withVirtualServer(server.withBuild(build));
        ExchangeServer known = Named.find(world.directory().servers(), server.serverName())
                .orElseGet(() -> new ExchangeServer(server.serverName(), "", build, true, cluster.domain()));
        return announced(world.withCluster(changed), changed, change.group(), known.withBuild(build), tick);
    }
}
