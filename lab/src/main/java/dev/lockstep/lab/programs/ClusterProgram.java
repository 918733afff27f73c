package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Nodes;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.WindowsError;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Network;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Resource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** cluster.exe. */
final class ClusterProgram {
    private ClusterProgram() {}

    static int run(Call call, Terminal terminal) throws InterruptedException {
        ClusterLine line = ClusterLine.parse(call.arguments());
        if (line.find("list").isPresent()) {
            return list(call, terminal);
        }
        Optional<Cluster> found = call.cluster(line.cluster());
        if (found.isEmpty() || !found.orElseThrow().formed()) {
            return ClusterListing.error(terminal, WindowsError.RPC_UNAVAILABLE);
        }
        Cluster cluster = found.orElseThrow();
        return switch (line.object()) {
            case "node" -> node(call, cluster, line, terminal);
            case "group" -> GroupVerbs.run(call, cluster, line, terminal);
            case "resource" -> ResourceVerbs.run(call, cluster, line, terminal);
            case "restype" -> types(cluster, terminal);
            case "network" -> network(call, cluster, line, terminal);
            case "netint" -> interfaces(cluster, terminal);
            default -> whole(call, cluster, line, terminal);
        };
    }

    private static int list(Call call, Terminal terminal) {
        terminal.out("");
        terminal.out("Cluster Name");
        terminal.out("---------------");
        call.world().clusters().forEach(each -> terminal.out(each.name()));
        return Exit.SUCCESS;
    }

    private static int node(Call call, Cluster cluster, ClusterLine line, Terminal terminal) {
        String verb = line.verb();
        if (verb.equals("pause") || verb.equals("resume")) {
            boolean pause = verb.equals("pause");
            terminal.out((pause ? "Pausing" : "Resuming") + " node '" + line.name() + "'...");
            terminal.out("");
            Outcome outcome =
                    call.lab().perform((world, tick) -> Nodes.pause(world, cluster.name(), line.name(), pause));
            return switch (outcome) {
                case Outcome.Done done -> nodes(call, cluster, line, terminal);
                case Outcome.Refused refused -> ClusterListing.error(terminal, refused);
            };
        }
        if (!verb.equals("status")) {
            return ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
        }
        terminal.out(
                line.name().isEmpty()
                        ? "Listing status for all available nodes:"
                        : "Listing status for node '" + line.name() + "':");
        terminal.out("");
        return nodes(call, cluster, line, terminal);
    }

    private static int nodes(Call call, Cluster cluster, ClusterLine line, Terminal terminal) {
        Cluster now = call.world().cluster(cluster.name()).orElseThrow();
        if (line.name().isEmpty()) {
            ClusterListing.nodes(terminal, now.nodes());
            return Exit.SUCCESS;
        }
        Optional<Node> node = now.node(line.name());
        if (node.isEmpty()) {
            return ClusterListing.error(terminal, WindowsError.NODE_NOT_FOUND);
        }
        ClusterListing.nodes(terminal, List.of(node.orElseThrow()));
        return Exit.SUCCESS;
    }

    private static int types(Cluster cluster, Terminal terminal) {
        terminal.out("Listing all available resource types:");
        terminal.out("");
        terminal.out("Display Name                              Resource Type Name");
        terminal.out("----------------------------------------- --------------------");
        cluster.resourceTypes().forEach(each -> terminal.out("%-41s %s".formatted(each, each)));
        return Exit.SUCCESS;
    }

    private static int network(Call call, Cluster cluster, ClusterLine line, Terminal terminal) {
        if (line.name().isEmpty()) {
            terminal.out("Listing status for all available networks:");
            terminal.out("");
            ClusterListing.networks(terminal, cluster.networks());
            return Exit.SUCCESS;
        }
        Optional<Network> network = Named.find(cluster.networks(), line.name());
        if (network.isEmpty()) {
            return ClusterListing.error(terminal, WindowsError.NETWORK_NOT_FOUND);
        }
        if (line.verb().equals("prop") && !line.properties().isEmpty()) {
            return role(call, cluster, network.orElseThrow(), line.properties(), terminal);
        }
        Map<String, String> values = new TreeMap<>();
        values.put("Name", network.orElseThrow().name());
        values.put("Role", "%1$d (0x%1$x)".formatted(network.orElseThrow().role()));
        terminal.out("Listing properties for '" + network.orElseThrow().name() + "':");
        ClusterListing.properties(terminal, "Network", network.orElseThrow().name(), values);
        return Exit.SUCCESS;
    }

    private static int role(Call call, Cluster cluster, Network network, List<String> properties, Terminal terminal) {
        String text = properties.getFirst();
        if (!text.toLowerCase(java.util.Locale.ROOT).matches("role=[0-3]")) {
            return ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
        }
        int role = Integer.parseInt(text.substring(text.length() - 1));
        call.lab()
                .perform((world, tick) -> new Outcome.Done(
                        world.withCluster(cluster.name(), it -> it.withNetwork(network.withRole(role)))));
        return Exit.SUCCESS;
    }

    private static int interfaces(Cluster cluster, Terminal terminal) {
        terminal.out("Listing status for all available network interfaces:");
        terminal.out("");
        terminal.out("Node            Network         Status");
        terminal.out("--------------- --------------- ------------");
        for (Node node : cluster.nodes()) {
            for (Network network : cluster.networks()) {
                String state = node.state().active() ? "Up" : "Unavailable";
                terminal.out("%-15s %-15s %s".formatted(node.name(), network.name(), state));
            }
        }
        return Exit.SUCCESS;
    }

    private static int whole(Call call, Cluster cluster, ClusterLine line, Terminal terminal) {
        return switch (line.verb()) {
            case "quorum" ->
                line.value("quorum").isEmpty()
                        ? quorum(cluster, terminal)
                        : ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
            case "listnetpri" -> {
                priorities(cluster, terminal);
                yield Exit.SUCCESS;
            }
            case "setnetpri" -> setPriorities(call, cluster, line.value("setnetpri"), terminal);
            case "ver" -> {
                terminal.out("Cluster Name: " + cluster.name());
                terminal.out("Cluster Version: 5.2 (Build 3790)");
                yield Exit.SUCCESS;
            }
            default -> ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
        };
    }

    private static int quorum(Cluster cluster, Terminal terminal) {
        String device = cluster.resource(cluster.quorum())
                .map(each -> each.property("Drive"))
                .filter(each -> !each.isEmpty())
                .orElse("\\Device");
        terminal.out("");
        terminal.out("Quorum Resource Name Device                                             Max Log Size");
        terminal.out("-------------------- -------------------------------------------------- ------------");
        terminal.out("%-20s %-50s %12s".formatted(cluster.quorum(), device + "\\MSCS\\", "4194304"));
        terminal.out("");
        return Exit.SUCCESS;
    }

    private static void priorities(Cluster cluster, Terminal terminal) {
        terminal.out("");
        terminal.out("Network");
        terminal.out("--------------------");
        cluster.networks().stream()
                .filter(each -> (each.role() & 1) == 1)
                .sorted(Comparator.comparingInt(Network::priority))
                .forEach(each -> terminal.out(each.name()));
        terminal.out("");
    }

    private static int setPriorities(Call call, Cluster cluster, String value, Terminal terminal) {
        List<String> names = Arrays.stream(value.split(",")).map(String::strip).toList();
        List<String> internal = cluster.networks().stream()
                .filter(each -> (each.role() & 1) == 1)
                .map(Named::name)
                .toList();
        boolean complete =
                names.size() == internal.size() && internal.stream().allMatch(each -> Named.contains(names, each));
        if (!complete) {
            return ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
        }
        call.lab().perform((world, tick) -> {
            Cluster changed = world.cluster(cluster.name()).orElseThrow();
            for (int i = 0; i < names.size(); i++) {
                Network network = Named.find(changed.networks(), names.get(i)).orElseThrow();
                changed = changed.withNetwork(network.withPriority(i + 1));
            }
            return new Outcome.Done(world.withCluster(changed));
        });
        return Exit.SUCCESS;
    }

    static List<Resource> dependencies(Cluster cluster, Resource resource) {
        return resource.dependsOn().stream()
                .map(cluster::resource)
                .flatMap(Optional::stream)
                .toList();
    }
}
