package dev.lockstep.lab.programs;

import dev.lockstep.lab.world.Directory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * nslookup.exe: {@code nslookup -type=A HOST} asks the name server of the data centre, which is its first domain controller. It ends with
 * success whatever it finds.
 */
final class LookupProgram {
    private LookupProgram() {}

    static int run(Call call, Terminal terminal) {
        List<String> hosts = call.arguments().stream()
                .filter(argument -> !argument.startsWith("-"))
                .toList();
        if (hosts.size() != 1) {
            terminal.out("Usage: nslookup [-opt ...] host");
            return Exit.FAILURE;
        }
        String host = hosts.getFirst().replaceFirst("\\.$", "");
        Directory directory = call.world().directory();
        String server = directory.controllers().getFirst().name();
        terminal.out("Server:  " + server);
        terminal.out("Address:  127.0.0.1");
        terminal.out("");
        Optional<Map.Entry<String, String>> found = directory.zone().records().entrySet().stream()
                .filter(record -> record.getKey().equalsIgnoreCase(host))
                .findFirst();
        if (found.isEmpty()) {
            terminal.err("*** " + server + " can't find " + host + ": Non-existent domain");
            return Exit.SUCCESS;
        }
        terminal.out("Name:    " + found.orElseThrow().getKey());
        terminal.out("Address:  " + found.orElseThrow().getValue());
        terminal.out("");
        return Exit.SUCCESS;
    }
}
