package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Directory;
import java.net.Inet4Address;
import java.util.List;

/**
 * dnscmd.exe: {@code dnscmd SERVER /RecordAdd ZONE NODE A ADDRESS} gives a host of a zone its address; the node {@code @} is the zone
 * itself. The name server has every zone that it is asked for.
 */
final class NameServerProgram {
    private static final int ARGUMENTS = 6;

    private NameServerProgram() {}

    static int run(Call call, Terminal terminal) {
        List<String> arguments = call.arguments();
        boolean understood = arguments.size() == ARGUMENTS
                && arguments.get(1).equalsIgnoreCase("/RecordAdd")
                && arguments.get(4).equalsIgnoreCase("A");
        if (!understood) {
            terminal.err("Usage: DnsCmd <ServerName> /RecordAdd <Zone> <NodeName> A <IPAddress>");
            return Exit.FAILURE;
        }
        String zone = arguments.get(2);
        String node = arguments.get(3);
        String address = arguments.get(5);
        try {
            Inet4Address.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            terminal.err("Command failed:  DNS_ERROR_INVALID_DATA     9957  (000026e5)");
            return Exit.FAILURE;
        }
        String host = node.equals("@") ? zone : node + "." + zone;
        call.lab().perform((world, tick) -> {
            Directory directory = world.directory();
            return new Outcome.Done(
                    world.withDirectory(directory.withZone(directory.zone().with(host, address))));
        });
        terminal.out("Add A Record for %s at %s".formatted(host, zone));
        terminal.out("Command completed successfully.");
        return Exit.SUCCESS;
    }
}
