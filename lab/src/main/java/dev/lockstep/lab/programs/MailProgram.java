package dev.lockstep.lab.programs;

import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.GroupState;
import dev.lockstep.lab.world.VirtualServer;
import java.util.List;
import java.util.Optional;

/**
 * Stands for a person who sends messages between test mailboxes: {@code test-mail SERVER …} sends one from each virtual server named
 * to each.
 */
final class MailProgram {
    private MailProgram() {}

    static int run(Call call, Terminal terminal) {
        boolean all = !call.arguments().isEmpty();
        for (String from : call.arguments()) {
            for (String to : call.arguments()) {
                boolean delivered = works(call, from) && works(call, to);
                terminal.out("Message from " + from + " to " + to + ": " + (delivered ? "delivered" : "not delivered"));
                all &= delivered;
            }
        }
        return all ? Exit.SUCCESS : Exit.FAILURE;
    }

    private static boolean works(Call call, String serverName) {
        List<Cluster> clusters = call.world().clusters();
        for (Cluster cluster : clusters) {
            Optional<VirtualServer> server = cluster.virtualServers().stream()
                    .filter(each -> each.serverName().equalsIgnoreCase(serverName))
                    .findFirst();
            if (server.isPresent()) {
                return cluster.group(server.orElseThrow().group())
                        .map(each -> each.state() == GroupState.ONLINE)
                        .orElse(false);
            }
        }
        return false;
    }
}
