package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Nodes;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Service;
import dev.lockstep.lab.world.ServiceState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** net.exe at the console of a node: {@code net start}, {@code net start|stop SERVICE}, {@code net localgroup GROUP}. */
final class NetProgram {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int GROUP_MISSING = 1376;

    private NetProgram() {}

    static int run(Call call, Terminal terminal) throws InterruptedException {
        Optional<Node> console = call.console();
        List<String> arguments = call.arguments();
        if (console.isEmpty() || arguments.isEmpty()) {
            terminal.err("net runs at the console of a node: net start | stop SERVICE | localgroup GROUP");
            return Exit.FAILURE;
        }
        Node node = console.orElseThrow();
        String verb = arguments.getFirst().toLowerCase(Locale.ROOT);
        String name = arguments.size() > 1 ? arguments.get(1) : "";
        return switch (verb) {
            case "start" -> name.isEmpty() ? list(node, terminal) : change(call, terminal, node, name, true);
            case "stop" -> change(call, terminal, node, name, false);
            case "localgroup" -> members(node, name, terminal);
            default -> {
                terminal.err("The syntax of this command is: NET [ LOCALGROUP | START | STOP ]");
                yield Exit.FAILURE;
            }
        };
    }

    private static int list(Node node, Terminal terminal) {
        terminal.out("These Windows services are started:");
        terminal.out("");
        node.services().stream()
                .filter(each -> each.state() == ServiceState.RUNNING)
                .forEach(each -> terminal.out("   " + each.name()));
        terminal.out("");
        terminal.out("The command completed successfully.");
        return Exit.SUCCESS;
    }

    private static int change(Call call, Terminal terminal, Node node, String service, boolean start)
            throws InterruptedException {
        Outcome outcome = call.lab()
                .perform((world, tick) -> start
                        ? Nodes.startService(world, node.name(), service, tick)
                        : Nodes.stopService(world, node.name(), service, tick));
        if (outcome instanceof Outcome.Refused refused) {
            terminal.err("System error " + refused.code() + " has occurred.");
            terminal.err("");
            terminal.err(refused.message());
            return Exit.of(refused.code());
        }
        ServiceState wanted = start ? ServiceState.RUNNING : ServiceState.STOPPED;
        boolean reached = call.lab()
                .await(
                        world -> world.node(node.name())
                                .flatMap(each -> each.service(service))
                                .map(Service::state)
                                .filter(each -> each == wanted)
                                .isPresent(),
                        PATIENCE);
        terminal.out("The " + service + " service was " + (start ? "started" : "stopped") + " successfully.");
        return reached ? Exit.SUCCESS : Exit.FAILURE;
    }

    private static int members(Node node, String group, Terminal terminal) {
        if (!group.equalsIgnoreCase("Administrators")) {
            terminal.err("System error " + GROUP_MISSING + " has occurred.");
            terminal.err("");
            terminal.err("The specified local group does not exist.");
            return Exit.of(GROUP_MISSING);
        }
        terminal.out("Alias name     Administrators");
        terminal.out("Comment        Administrators have complete and unrestricted access to the computer/domain");
        terminal.out("");
        terminal.out("Members");
        terminal.out("");
        terminal.out("-------------------------------------------------------------------------------");
        terminal.out("Administrator");
        node.administrators().forEach(terminal::out);
        terminal.out("The command completed successfully.");
        return Exit.SUCCESS;
    }
}
