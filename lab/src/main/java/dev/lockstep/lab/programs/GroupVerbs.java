package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Groups;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.WindowsError;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.GroupState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

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
                Outcome outcome = call.perform(cluster, (world, it) -> Groups.delete(world, it, name));
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
                Outcome outcome = call.perform(cluster, (world, it) -> Groups.preferOwners(world, it, name, owners));
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
        return with(cluster, name, terminal, group -> {
            terminal.out("Listing status for resource group '" + group.name() + "':");
            terminal.out("");
            ClusterListing.groups(terminal, List.of(group));
        });
    }

    private static int with(Cluster cluster, String name, Terminal terminal, Consumer<Group> listing) {
        Optional<Group> group = cluster.group(name);
        if (group.isEmpty()) {
            return ClusterListing.error(terminal, WindowsError.GROUP_NOT_FOUND);
        }
        listing.accept(group.orElseThrow());
        return Exit.SUCCESS;
    }

    private static int act(
            Call call,
            Cluster cluster,
            ClusterLine line,
            Terminal terminal,
            BiFunction<DataCentre, Cluster, Outcome> action)
            throws InterruptedException {
        terminal.out("");
        terminal.flush();
        String name = line.name();
        if (call.perform(cluster, action) instanceof Outcome.Refused refused) {
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
        Cluster now = call.world().cluster(cluster.name()).orElseThrow();
        return with(now, name, terminal, group -> {
            terminal.out("Listing preferred owners for resource group '" + group.name() + "':");
            terminal.out("");
            terminal.out("Preferred Owner Nodes");
            terminal.out("---------------------");
            group.preferredOwners().forEach(terminal::out);
            terminal.out("");
        });
    }

    private static int properties(Cluster cluster, String name, Terminal terminal) {
        return with(cluster, name, terminal, group -> {
            terminal.out("Listing properties for '" + group.name() + "':");
            ClusterListing.properties(terminal, "Resource Group", group.name(), Map.of("Name", group.name()));
        });
    }
}
