package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.Fault;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.NodeState;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.lab.world.Service;
import dev.lockstep.lab.world.ServiceState;
import dev.lockstep.lab.world.StartMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Exchange Setup on one node: when it refuses to begin, what it does to the cluster service, and what it leaves behind (catalogue §2.7,
 * §2.9).
 */
public final class Setup {
    private static final List<String> PREREQUISITES = List.of("IISADMIN", "W3SVC", "SMTPSVC", "NntpSvc");
    private static final List<String> SERVICES =
            List.of("MSExchangeSA", "MSExchangeIS", "MSExchangeMTA", "RESvc", "MSSEARCH", "MSExchangeMGMT");
    private static final List<String> DISABLED_SERVICES = List.of("POP3Svc", "IMAP4Svc", "MSExchangeSRS");
    private static final List<String> COMPONENTS = List.of("MESSAGING_AND_COLLABORATION", "SYSTEM_MANAGEMENT_TOOLS");

    private Setup() {}

    /** Starts Setup at a node's console: the path is where the program files go, the build is that of the medium in the drive. */
    public static Outcome start(DataCentre world, String nodeName, String path, String build, Tick tick) {
        Optional<Node> found = world.node(nodeName);
        if (found.isEmpty() || !found.orElseThrow().reachable()) {
            return Outcome.Refused.because("The computer " + nodeName + " cannot be reached.");
        }
        Node node = found.orElseThrow();
        Cluster cluster = world.clusterOfNode(node.name()).orElseThrow();
        Optional<String> obstacle = clock(world, node).or(() -> obstacle(world, cluster, node, path, build));
        if (obstacle.isPresent()) {
            return Outcome.Refused.because(obstacle.orElseThrow());
        }
        Optional<Fault> fault = failing(world, node, Fault.SetupStage.PREREQUISITES);
        if (fault.isPresent()) {
            return new Outcome.Done(failed(world, cluster, node, fault.orElseThrow()));
        }
        ExchangeInstall install =
                new ExchangeInstall(ExchangeInstall.productOf(build), build, "ENTERPRISE", path, COMPONENTS);
        return new Outcome.Done(world.withCluster(
                cluster.withNode(node.withSetup(node.installed().isPresent() ? "UPGRADE" : "INSTALL"))
                        .withChange(new Change.SetupRegisters(tick.due(Work.SETUP_COPYING), node.name(), install))));
    }

    private static Optional<String> obstacle(DataCentre world, Cluster cluster, Node node, String path, String build) {
        return other(cluster)
                .or(() -> clusterService(node))
                .or(() -> node.rebootRequired()
                        ? Optional.of("This computer must be restarted before Setup can continue.")
                        : Optional.empty())
                .or(() -> installed(node, build))
                .or(() -> directory(world, node))
                .or(() -> windows(node))
                .or(() -> msdtc(cluster))
                .or(() -> place(cluster, node, path))
                .or(() -> running(cluster, node))
                .or(() -> virtualServers(cluster, node));
    }

    private static Optional<String> clock(DataCentre world, Node node) {
        return world.faultOn(node.name(), Fault.Kind.CLOCK_SKEW)
                .filter(Fault::isBeyondTolerance)
                .map(fault ->
                        "Setup could not bind to the Active Directory: the clock of %s differs by %d minutes from that of the domain"
                                        .formatted(node.name(), Math.abs(fault.minutes()))
                                + " controller (0xC0000133: STATUS_TIME_DIFFERENCE_AT_DC).");
    }

    private static Optional<String> other(Cluster cluster) {
        return cluster.nodes().stream()
                .filter(each -> each.setup() != null)
                .findFirst()
                .map(each -> "Setup is already running on node " + each.name()
                        + " of this cluster. Setup cannot run on two nodes of a cluster at the same time.");
    }

    private static Optional<String> clusterService(Node node) {
        return node.clusterServiceRuns() && node.state() == NodeState.UP
                ? Optional.empty()
                : Optional.of("The Cluster service is not initialized and running on this node."
                        + " Setup cannot install the cluster-aware version of Exchange.");
    }

    private static Optional<String> installed(Node node, String onMedium) {
        Optional<String> build = node.installed().map(ExchangeInstall::build);
        return build.filter(each -> ExchangeInstall.compareBuilds(each, onMedium) >= 0)
                .filter(each -> complete(node.installed().orElseThrow()))
                .map(each -> "This version of Exchange (build " + each + ") is already installed on this computer.")
                .or(() -> build.filter(
                                each -> each.startsWith("6.0.") && ExchangeInstall.compareBuilds(each, "6.0.6249") < 0)
                        .map(each ->
                                "Exchange 2000 Service Pack 3 or later must be installed before this computer can be"
                                        + " upgraded."));
    }

    private static Optional<String> directory(DataCentre world, Node node) {
        List<DomainController> controllers = world.directory().controllersOf(node.domain());
        if (controllers.isEmpty() || !controllers.stream().allMatch(Preparation::forestPrepared)) {
            return Optional.of("ForestPrep has not been run in this forest, or its changes have not replicated to"
                    + " every domain controller of " + node.domain() + ".");
        }
        if (!controllers.stream().allMatch(Preparation::domainPrepared)) {
            return Optional.of("DomainPrep has not been run in the domain " + node.domain()
                    + ", or its changes have not replicated.");
        }
        return world.directory().smtpDomains().stream()
                .filter(node.fqdn()::equalsIgnoreCase)
                .findFirst()
                .map(each -> "The fully qualified domain name of this computer matches a recipient policy: " + each);
    }

    private static Optional<String> windows(Node node) {
        for (String name : PREREQUISITES) {
            Optional<Service> service = node.service(name);
            if (service.isEmpty()) {
                return Optional.of(
                        "The component \"Microsoft Exchange Messaging and Collaboration Services\" cannot be assigned"
                                + " the action \"Install\": the Windows service " + name + " is not installed.");
            }
            if (service.orElseThrow().startMode() == StartMode.DISABLED
                    && node.installed().isEmpty()) {
                return Optional.of("The Windows service " + name + " is disabled. Setup needs it to be enabled.");
            }
        }
        boolean aspNet = node.windows2000() || node.has("aspnet");
        return aspNet
                ? Optional.empty()
                : Optional.of("Setup requires ASP.NET to be installed and enabled on this computer.");
    }

    private static Optional<String> msdtc(Cluster cluster) {
        boolean online = cluster.resources().stream().anyMatch(each -> each.is(ResourceTypes.MSDTC) && each.online());
        return online
                ? Optional.empty()
                : Optional.of("Setup failed while registering DLL cdowfevt.dll"
                        + " with error code 0x80070005 (5): Access is denied."
                        + " The Distributed Transaction Coordinator resource of the cluster is not online.");
    }

    private static Optional<String> place(Cluster cluster, Node node, String path) {
        String drive = path.length() >= 2 ? path.substring(0, 2).toUpperCase(Locale.ROOT) : path;
        boolean shared = cluster.resources().stream()
                .anyMatch(each -> each.is(ResourceTypes.PHYSICAL_DISK)
                        && each.property("Drive").equalsIgnoreCase(drive));
        if (shared || !Named.contains(node.localDrives(), drive)) {
            return Optional.of("The installation path " + path
                    + " is not on a local disk of this node. Program files cannot be placed on a cluster disk.");
        }
        return cluster.nodes().stream()
                .flatMap(each -> each.installed().stream())
                .filter(each -> !each.path().equalsIgnoreCase(path))
                .findFirst()
                .map(each -> "Exchange is installed in " + each.path()
                        + " on other nodes of this cluster. The path must be the same on all nodes.");
    }

    private static Optional<String> running(Cluster cluster, Node node) {
        boolean alone = cluster.nodes().size() == 1;
        return cluster.ownedBy(node.name()).stream()
                .filter(each -> alone ? exchangeRuns(each) : each.anythingRunning())
                .findFirst()
                .map(each -> "Cluster resources are running on this node (group " + each.name()
                        + "). Setup restarts the Cluster service: move all cluster groups to another node first.");
    }

    private static boolean exchangeRuns(Group group) {
        return group.resources().stream()
                .anyMatch(each ->
                        ResourceTypes.ofExchange(each.type()) && !each.state().down());
    }

    private static Optional<String> virtualServers(Cluster cluster, Node node) {
        long after = cluster.nodes().stream()
                .filter(each -> each.installed().isPresent() || each.name().equals(node.name()))
                .count();
        return after >= 3 && cluster.virtualServers().size() > after - 1
                ? Optional.of("A cluster with " + after + " Exchange nodes can have at most " + (after - 1)
                        + " Exchange virtual servers.")
                : Optional.empty();
    }

    private static Optional<Fault> failing(DataCentre world, Node node, Fault.SetupStage stage) {
        return world.faultOn(node.name(), Fault.Kind.SETUP_FAILS).filter(each -> each.stage() == stage);
    }

    /** All files are copied: Setup takes the cluster service down to register what it installs, and lets it start again. */
    static DataCentre registers(DataCentre world, Cluster cluster, Change.SetupRegisters change, Tick tick) {
        Node node = cluster.node(change.node()).orElseThrow();
        return failing(world, node, Fault.SetupStage.COPYING_FILES)
                .map(fault -> failed(world, cluster, node, fault))
                .orElseGet(() -> world.withCluster(Nodes.recycle(cluster, node, tick)
                        .withChange(new Change.SetupEnds(
                                tick.due(Work.SETUP_REGISTERING), node.name(), change.install()))));
    }

    static DataCentre ends(DataCentre world, Cluster cluster, Change.SetupEnds change) {
        Node node = cluster.node(change.node()).orElseThrow();
        return failing(world, node, Fault.SetupStage.REGISTERING)
                .map(fault -> failed(world, cluster, incomplete(node, change.install()), fault))
                .orElseGet(() -> installed(world, cluster, node, change.install()));
    }

    private static DataCentre failed(DataCentre world, Cluster cluster, Node node, Fault fault) {
        Node broken = node.withSetup(null).withSetupLogFailures(1);
        return world.withCluster(cluster.withNode(broken)).struckBy(fault);
    }

    /** A node on which an installation stopped before all of its components were there; Setup mends it. */
    static Node incomplete(Node node, ExchangeInstall install) {
        return node.withServices(withExchange(node.services()))
                .withExchange(new ExchangeInstall(
                        install.product(),
                        install.build(),
                        install.edition(),
                        install.path(),
                        COMPONENTS.subList(0, 1)))
                .withSetupLogFailures(1);
    }

    static boolean complete(ExchangeInstall install) {
        return install.components().containsAll(COMPONENTS);
    }

    private static List<Service> withExchange(List<Service> before) {
        List<Service> services = new ArrayList<>(before);
        for (String each : SERVICES) {
            add(services, new Service(each, StartMode.MANUAL, ServiceState.STOPPED));
        }
        for (String each : DISABLED_SERVICES) {
            add(services, new Service(each, StartMode.DISABLED, ServiceState.STOPPED));
        }
        return services;
    }

    private static DataCentre installed(DataCentre world, Cluster cluster, Node node, ExchangeInstall install) {
        List<String> subcomponents = new ArrayList<>(node.subcomponents());
        if (!Named.contains(subcomponents, "aspnet")) {
            subcomponents.add("aspnet");
        }
        Node done = node.withServices(withExchange(node.services()))
                .withComponents(subcomponents, true)
                .withExchange(install)
                .withSetup(null)
                .withSetupLogFailures(0)
                .withRebootRequired(true);
        List<String> types = new ArrayList<>(cluster.resourceTypes());
        ResourceTypes.OF_EXCHANGE.stream()
                .filter(each -> !Named.contains(types, each))
                .forEach(types::add);
        return world.withCluster(cluster.withNode(done).withResourceTypes(types));
    }

    private static void add(List<Service> services, Service service) {
        if (Named.find(services, service.name()).isEmpty()) {
            services.add(service);
        }
    }
}
