package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.VirtualServers;
import dev.lockstep.lab.server.Command;
import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.lab.world.SystemAttendantRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Stands for the pages that Exchange adds to Cluster Administrator: {@code exchange-wizard create-system-attendant -group G
 * -administrativeGroup A -routingGroup R -dataDirectory D -dependency X -dependency Y …}, {@code exchange-wizard
 * upgrade-virtual-server -group G} and {@code exchange-wizard create-http-virtual-server -group G -resource R}, with what Exchange System
 * Manager does before; {@code -cluster C} where the console says nothing.
 */
final class WizardProgram {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private WizardProgram() {}

    static int run(Call call, Terminal terminal) throws InterruptedException {
        List<String> arguments = call.arguments();
        Map<String, String> options = new HashMap<>();
        List<String> dependencies = new ArrayList<>();
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            String name = arguments.get(i).toLowerCase(Locale.ROOT);
            if (name.equals("-dependency")) {
                dependencies.add(arguments.get(i + 1));
            } else {
                options.put(name, arguments.get(i + 1));
            }
        }
        String groupName = options.getOrDefault("-group", "");
        Optional<Cluster> cluster = call.cluster(options.getOrDefault("-cluster", ""));
        if (arguments.isEmpty() || cluster.isEmpty() || groupName.isEmpty()) {
            terminal.err(
                    "Usage: exchange-wizard create-system-attendant | upgrade-virtual-server | create-http-virtual-server"
                            + " -group GROUP ...");
            return Exit.FAILURE;
        }
        String clusterName = cluster.orElseThrow().name();
        return switch (arguments.getFirst()) {
            case "create-system-attendant" -> {
                SystemAttendantRequest request = new SystemAttendantRequest(
                        groupName,
                        options.getOrDefault("-administrativegroup", "First Administrative Group"),
                        options.getOrDefault("-routinggroup", "First Routing Group"),
                        options.getOrDefault("-datadirectory", ""),
                        dependencies);
                yield work(
                        call,
                        terminal,
                        clusterName,
                        groupName,
                        "The System Attendant was created.",
                        WizardProgram::hasAttendant,
                        (world, tick) -> VirtualServers.create(
                                world, world.cluster(clusterName).orElseThrow(), request, tick));
            }
            case "upgrade-virtual-server" ->
                work(
                        call,
                        terminal,
                        clusterName,
                        groupName,
                        "The virtual server was upgraded.",
                        WizardProgram::isUpgraded,
                        (world, tick) -> VirtualServers.upgrade(
                                world, world.cluster(clusterName).orElseThrow(), groupName, tick));
            case "create-http-virtual-server" -> {
                String resource = options.getOrDefault("-resource", "");
                yield work(
                        call,
                        terminal,
                        clusterName,
                        groupName,
                        "The HTTP virtual server was created.",
                        (after, group) -> group.resource(resource).isPresent(),
                        (world, tick) -> VirtualServers.createHttp(
                                world, world.cluster(clusterName).orElseThrow(), groupName, resource));
            }
            default -> {
                terminal.err("Unknown wizard: " + arguments.getFirst());
                yield Exit.FAILURE;
            }
        };
    }

    private static int work(
            Call call,
            Terminal terminal,
            String cluster,
            String group,
            String success,
            BiPredicate<Cluster, Group> done,
            Command command)
            throws InterruptedException {
        if (call.lab().perform(command) instanceof Outcome.Refused refused) {
            terminal.out(refused.message());
            return Exit.FAILURE;
        }
        terminal.flush();
        boolean ended = call.lab()
                .await(
                        world -> world.cluster(cluster).orElseThrow().changes().stream()
                                .noneMatch(WizardProgram::isWizard),
                        PATIENCE);
        Cluster after = call.world().cluster(cluster).orElseThrow();
        boolean well = ended
                && after.group(group).filter(each -> done.test(after, each)).isPresent();
        terminal.out(well ? success : "The wizard did not complete.");
        return well ? Exit.SUCCESS : Exit.FAILURE;
    }

    private static boolean isWizard(Change change) {
        return change instanceof Change.SystemAttendantReady || change instanceof Change.VirtualServerUpgraded;
    }

    private static boolean hasAttendant(Cluster cluster, Group group) {
        return !group.ofType(ResourceTypes.SYSTEM_ATTENDANT).isEmpty();
    }

    private static boolean isUpgraded(Cluster cluster, Group group) {
        Optional<String> build =
                cluster.node(group.owner()).flatMap(Node::installed).map(ExchangeInstall::build);
        return cluster.virtualServer(group.name())
                .filter(each -> !each.damaged() && build.equals(Optional.of(each.build())))
                .isPresent();
    }
}
