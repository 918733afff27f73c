package dev.lockstep.lab.programs;

import dev.lockstep.lab.world.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * findstr.exe: {@code findstr /c:"TEXT" "\\NODE\C$\Exchange Server Setup Progress.log"}. Setup of the lab either refuses to begin or ends
 * well, so the log of a node with Exchange reports no failure.
 */
final class FindProgram {
    private static final String LOG = "\\c$\\exchange server setup progress.log";

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
        boolean there = end >= 0
                && file.substring(end).equalsIgnoreCase(LOG)
                && node.flatMap(Node::installed).isPresent();
        if (!there) {
            terminal.err("FINDSTR: Cannot open " + file);
        }
        return Exit.FAILURE;
    }
}
