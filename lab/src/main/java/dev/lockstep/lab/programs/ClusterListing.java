package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.WindowsError;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Network;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The tables of cluster.exe (catalogue §3.6): columns are minimum widths, a longer name shifts its line. */
final class ClusterListing {
    private static final List<String> NUMBERS = List.of(
            "EnableNetBIOS", "EnableDhcp", "RequireDNS", "RequireKerberos", "Signature", "StatusDNS", "StatusKerberos");

    private ClusterListing() {}

    static void nodes(Terminal terminal, List<Node> nodes) {
        terminal.out("Node           Node ID Status");
        terminal.out("-------------- ------- ---------------------");
        for (Node each : nodes) {
            terminal.out("%-14s %7d %s"
                    .formatted(each.name(), each.id(), each.state().words()));
        }
        terminal.out("");
    }

    static void groups(Terminal terminal, List<Group> groups) {
        terminal.out("Group                Node            Status");
        terminal.out("-------------------- --------------- ------");
        for (Group each : groups) {
            terminal.out("%-20s %-15s %s"
                    .formatted(each.name(), each.owner(), each.state().words()));
        }
        terminal.out("");
    }

    static void resources(Terminal terminal, Cluster cluster, Collection<Resource> resources) {
        terminal.out("Resource             Group                Node            Status");
        terminal.out("-------------------- -------------------- --------------- ------");
        for (Resource each : resources) {
            Group group = cluster.groupOfResource(each.name()).orElseThrow();
            terminal.out("%-20s %-20s %-15s %s"
                    .formatted(
                            each.name(),
                            group.name(),
                            group.owner(),
                            each.state().words()));
        }
        terminal.out("");
    }

    static void networks(Terminal terminal, List<Network> networks) {
        terminal.out("Network              Status");
        terminal.out("-------------------- -----------");
        for (Network each : networks) {
            terminal.out("%-20s %s".formatted(each.name(), "Up"));
        }
        terminal.out("");
    }

    static void propertyHeader(Terminal terminal, String kind) {
        terminal.out("");
        terminal.out("T  %-20s %-30s %s".formatted(kind, "Name", "Value"));
        terminal.out("-- -------------------- ------------------------------ -----------------------");
    }

    static void property(Terminal terminal, String object, String name, String value) {
        boolean number = NUMBERS.stream().anyMatch(name::equalsIgnoreCase) && value.matches("\\d{1,10}");
        String shown = number ? "%s (0x%x)".formatted(value, Long.parseLong(value)) : value;
        terminal.out("%-2s %-20s %-30s %s".formatted(number ? "D" : "S", object, name, shown));
    }

    static void properties(Terminal terminal, String kind, String object, Map<String, String> values) {
        propertyHeader(terminal, kind);
        values.forEach((name, value) -> property(terminal, object, name, value));
        terminal.out("");
    }

    static int error(Terminal terminal, WindowsError error) {
        return error(terminal, error.code(), error.message());
    }

    static int error(Terminal terminal, Outcome.Refused refused) {
        return error(terminal, refused.code(), refused.message());
    }

    private static int error(Terminal terminal, int code, String message) {
        terminal.out("");
        terminal.out("System error %d has occurred (0x%08x).".formatted(code, code));
        terminal.out(message);
        return Exit.of(code);
    }
}
