package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Nodes;
import dev.lockstep.lab.engine.Outcome;
import java.util.List;
import java.util.Locale;

/** shutdown.exe, restarting: {@code shutdown -r [-m \\NODE] [-t SECONDS] [-f]}; it returns when the restart has begun. */
final class ShutdownProgram {
    private ShutdownProgram() {}

    static int run(Call call, Terminal terminal) {
        List<String> arguments = call.arguments().stream()
                .map(each -> each.toLowerCase(Locale.ROOT).replaceFirst("^/", "-"))
                .toList();
        int machine = arguments.indexOf("-m");
        String node = machine >= 0 && machine + 1 < arguments.size()
                ? call.arguments().get(machine + 1).replaceFirst("^\\\\\\\\", "")
                : call.node();
        if (!arguments.contains("-r") || node.isEmpty()) {
            terminal.err("Usage: shutdown -r [-m \\\\computername] [-t xx] [-f]");
            return Exit.FAILURE;
        }
        Outcome outcome = call.lab().perform((world, tick) -> Nodes.restart(world, node, tick));
        if (outcome instanceof Outcome.Refused refused) {
            terminal.err(node + ": " + refused.message() + "(" + refused.code() + ")");
            return Exit.of(refused.code());
        }
        return Exit.SUCCESS;
    }
}
