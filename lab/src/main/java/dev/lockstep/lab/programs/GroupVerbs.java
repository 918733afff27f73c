package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Groups;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.WindowsError;
import dev.lockstep.lab.server.Command;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.GroupState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** {@code cluster group …}. */
final class GroupVerbs {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(20);

    private GroupVerbs() {}

    static int run(Call call, Cluster cluster, ClusterLine line, Terminal terminal) throws InterruptedException {
        String name = line.name();
        return switch (line.verb()) {
            case "status" -> status(cluster, name, terminal);
            case "create" -> {
                terminal.out("Creating resource group '" + name + "'...");
                yield act(call, cluster, line, terminal, (world, it) -> Groups.create(world, it, name));
            }
            case "delete" -> {
                terminal.out("Deleting resource group '" + name + "'...");
                Outcome outcome = call.lab()
                        .perform((world, tick) -> Groups.delete(
                                world, world.cluster(cluster.name()).orElseThrow(), name));
                yield outcome instanceof Outcome.Refused refused
                        ? ClusterListing.error(terminal, refused)
                        : Exit.SUCCESS;
            }
            case "moveto" -> {
                terminal.out("Moving resource group '" + name + "'...");
                String destination = line.value("moveto");
                yield act(call, cluster, line, terminal, (world, it) -> Groups.move(world, it, name, destination));
            }
            case "online" -> {
                terminal.out("Bringing resource group '" + name + "' online...");
                yield act(call, cluster, line, terminal, (world, it) -> Groups.online(world, it, name));
            }
            case "offline" -> {
                terminal.out("Taking resource group '" + name + "' offline...");
                yield act(call, cluster, line, terminal, (world, it) -> Groups.offline(world, it, name));
            }
            case "setowners" -> {
                List<String> owners = Arrays.stream(line.value("setowners").split(","))
                        .filter(each -> !each.isBlank())
                        .map(String::strip)
                        .toList();
                Outcome outcome = call.lab()
                        .perform((world, tick) -> Groups.preferOwners(
                                world, world.cluster(cluster.name()).orElseThrow(), name, owners));
                yield outcome instanceof Outcome.Refused refused
                        ? ClusterListing.error(terminal, refused)
                        : owners(call, cluster, name, terminal);
            }
            case "listowners" -> owners(call, cluster, name, terminal);
            case "prop" -> properties(cluster, name, terminal);
            default -> ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
        };
    }

    private static int status(Cluster cluster, String name, Terminal terminal) {
        if (name.isEmpty()) {
            terminal.out("Listing status for all available resource groups:");
            terminal.out("");
            ClusterListing.groups(terminal, cluster.groups());
            return Exit.SUCCESS;
        }
        Optional<Group> group = cluster.group(name);
        if (group.isEmpty()) {
            return ClusterListing.error(terminal, WindowsError.GROUP_NOT_FOUND);
        }
        terminal.out("Listing status for resource group '" + group.orElseThrow().name() + "':");
        terminal.out("");
        ClusterListing.groups(terminal, List.of(group.orElseThrow()));
        return Exit.SUCCESS;
    }

    private static int act(
            Call call,
            Cluster cluster,
            ClusterLine line,
            Terminal terminal,
            BiFunction<dev.lockstep.lab.world.DataCentre, Cluster, Outcome> action)
            throws InterruptedException {
        terminal.out("");
        terminal.flush();
        String name = line.name();
        Command command = (world, tick) ->
                action.apply(world, world.cluster(cluster.name()).orElseThrow());
        Outcome outcome = call.lab().perform(command);
        if (outcome instanceof Outcome.Refused refused) {
            return ClusterListing.error(terminal, refused);
        }
        boolean settled = call.lab()
                .await(
                        world -> world.cluster(cluster.name())
                                .flatMap(each -> each.group(name))
                                .map(Group::settled)
                                .orElse(true),
                        patience(line, USUAL_PATIENCE));
        Cluster now = call.world().cluster(cluster.name()).orElseThrow();
        Group group = now.group(name).orElseThrow();
        ClusterListing.groups(terminal, List.of(group));
        if (!settled) {
            return ClusterListing.error(terminal, WindowsError.WAIT_TIMEOUT);
        }
        return group.state() == GroupState.FAILED
                ? ClusterListing.error(terminal, WindowsError.ONLINE_FAILED)
                : Exit.SUCCESS;
    }

    /** How long {@code /wait} waits: in seconds of the clock on the wall, without a number for as long as it takes. */
    static Duration patience(ClusterLine line, Duration usual) {
        return line.find("wait")
                .map(option -> option.value().matches("\\d{1,6}")
                        ? Duration.ofSeconds(Long.parseLong(option.value()))
                        : Duration.ofHours(12))
                .orElse(usual);
    }

    private static int owners(Call call, Cluster cluster, String name, Terminal terminal) {
        Optional<Group> group =
                call.world().cluster(cluster.name()).orElseThrow().group(name);
        if (group.isEmpty()) {
            return ClusterListing.error(terminal, WindowsError.GROUP_NOT_FOUND);
        }
        terminal.out("Listing preferred owners for resource group '"
                + group.orElseThrow().name() + "':");
        terminal.out("");
        terminal.out("Preferred Owner Nodes");
        terminal.out("---------------------");
        group.orElseThrow().preferredOwners().forEach(terminal::out);
        terminal.out("");
        return Exit.SUCCESS;
    }

    private static int properties(Cluster cluster, String name, Terminal terminal) {
        Optional<Group> group = cluster.group(name);
        if (group.isEmpty()) {
            return ClusterListing.error(terminal, WindowsError.GROUP_NOT_FOUND);
        }
        terminal.out("Listing properties for '" + group.orElseThrow().name() + "':");
        ClusterListing.properties(
                terminal,
                "Resource Group",
                group.orElseThrow().name(),
                Map.of("Name", group.orElseThrow().name()));
        return Exit.SUCCESS;
    }
}
