package dev.lockstep.lab.programs;

import dev.lockstep.lab.world.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * findstr.exe: {@code findstr /c:"TEXT" "\\NODE\C$\Exchange Server Setup Progress.log"}. Each run of Setup begins its log anew, so that it
 * reports failures only of the last one.
 */
final class FindProgram {
    private static final String LOG = "\\c$\\exchange server setup progress.log";

    private static final String FAILURE = "           Error code 0X80070643 (1603): Fatal error during installation.";

    private FindProgram() {}

    static int run(Call call, Terminal terminal) {
        List<String> arguments = call.arguments();
        if (arguments.size() != 2
                || !arguments.getFirst().toLowerCase(Locale.ROOT).startsWith("/c:")) {
            terminal.err("FINDSTR: Bad command line");
            return Exit.FAILURE;
        }
        String file = arguments.get(1);
        int end = file.startsWith("\\\\") ? file.indexOf('\\', 2) : -1;
        Optional<Node> node = end < 0
                ? Optional.empty()
                : call.world().node(file.substring(2, end)).filter(Node::reachable);
        int failures = node.map(Node::setupLogFailures).orElse(0);
        boolean there = end >= 0
                && file.substring(end).equalsIgnoreCase(LOG)
                && (failures > 0 || node.flatMap(Node::installed).isPresent());
        if (!there) {
            terminal.err("FINDSTR: Cannot open " + file);
            return Exit.FAILURE;
        }
        for (int i = 0; i < failures; i++) {
            terminal.out(FAILURE);
        }
        return failures > 0 ? Exit.SUCCESS : Exit.FAILURE;
    }
}
