package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Connection;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Networking;
import dev.lockstep.lab.world.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the folder Network Connections at the console of a node: {@code network-connections set -connection C -address A -mask M
 * -gateway G -dns D,D -wins W,W -register yes|no -netbios yes|no} and {@code network-connections order -first C -last C}. What is
 * not said stays as it is.
 */
final class ConnectionProgram {
    private ConnectionProgram() {}

    static int run(Call call, Terminal terminal) {
        List<String> arguments = call.arguments();
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i).toLowerCase(Locale.ROOT), arguments.get(i + 1));
        }
        Optional<Node> console = call.console();
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        if (console.isEmpty() || !(verb.equals("set") || verb.equals("order"))) {
            terminal.err("Usage, at the console of a node: network-connections set | order ...");
            return Exit.FAILURE;
        }
        Networking networking = console.orElseThrow().networking();
        for (String name : List.of("-connection", "-first", "-last")) {
            String wanted = options.get(name);
            if (wanted != null && Named.find(networking.connections(), wanted).isEmpty()) {
                terminal.err("There is no connection named " + wanted + ".");
                return Exit.FAILURE;
            }
        }
        change(
                call,
                console.orElseThrow(),
                verb.equals("set") ? now -> set(now, options) : now -> ordered(now, options));
        terminal.out("Done.");
        return Exit.SUCCESS;
    }

    private static void change(Call call, Node node, UnaryOperator<Networking> change) {
        String cluster = call.world().clusterOfNode(node.name()).orElseThrow().name();
        call.lab()
                .perform((world, tick) -> new Outcome.Done(world.withCluster(cluster, it -> {
                    Node now = it.node(node.name()).orElseThrow();
                    return it.withNode(now.withNetworking(change.apply(now.networking())));
                })));
    }

    private static Networking set(Networking now, Map<String, String> options) {
        Connection before = Named.find(now.connections(), options.getOrDefault("-connection", ""))
                .orElseThrow();
        String address = options.getOrDefault("-address", before.address());
        return now.withConnection(new Connection(
                before.name(),
                before.interfaceId(),
                address,
                options.getOrDefault("-mask", before.mask()),
                options.getOrDefault("-gateway", before.gateway()),
                before.dhcp() && !options.containsKey("-address"),
                list(options.get("-dns"), before.dns()),
                list(options.get("-wins"), before.wins()),
                flag(options.get("-register"), before.registerInDns()),
                options.containsKey("-netbios") ? flag(options.get("-netbios"), true) ? 1 : 2 : before.netbios()));
    }

    private static List<String> list(@Nullable String given, List<String> before) {
        return given == null
                ? before
                : Arrays.stream(given.split(","))
                        .filter(each -> !each.isBlank())
                        .toList();
    }

    private static boolean flag(@Nullable String given, boolean before) {
        return given == null ? before : given.equals("yes");
    }

    private static Networking ordered(Networking now, Map<String, String> options) {
        List<String> names = now.connections().stream().map(Connection::name).toList();
        String first = options.getOrDefault("-first", names.getFirst());
        String last = options.getOrDefault("-last", names.getLast());
        return now.withOrder(Stream.concat(
                        Stream.concat(
                                Stream.of(first),
                                names.stream().filter(each -> !each.equals(first) && !each.equals(last))),
                        Stream.of(last))
                .distinct()
                .toList());
    }
}
