package dev.lockstep.lab.programs;

import dev.lockstep.lab.world.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** psexec: {@code psexec \\NODE [-accepteula] [-s] PROGRAM …} runs a program at the console of a node. */
final class RemoteProgram {
    private RemoteProgram() {}

    static int run(Call call, Terminal terminal) throws InterruptedException {
        List<String> arguments = new ArrayList<>(call.arguments());
        if (arguments.isEmpty() || !arguments.getFirst().startsWith("\\\\")) {
            terminal.err("Usage: psexec \\\\computer [options] program [arguments]");
            return Exit.FAILURE;
        }
        String target = arguments.removeFirst().substring(2);
        while (!arguments.isEmpty() && arguments.getFirst().startsWith("-")) {
            arguments.removeFirst();
        }
        Optional<Node> node = call.world().node(target);
        if (node.isEmpty() || !node.orElseThrow().reachable() || arguments.isEmpty()) {
            terminal.err("Couldn't access " + target + ":");
            terminal.err("The network path was not found.");
            return Exit.FAILURE;
        }
        String program = arguments.removeFirst().replaceFirst("(?i)\\.exe$", "");
        return Programs.run(call.with(program, arguments, node.orElseThrow().name()), terminal);
    }
}
