package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Nodes;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.WindowsError;
import dev.lockstep.lab.server.Command;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Service;
import dev.lockstep.lab.world.ServiceState;
import dev.lockstep.lab.world.StartMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** sc.exe: {@code sc [\\NODE] query|qc|config|start|stop SERVICE …}. */
final class ServiceProgram {
    private ServiceProgram() {}

    static int run(Call call, Terminal terminal) {
        List<String> arguments = new ArrayList<>(call.arguments());
        String node = call.node();
        if (!arguments.isEmpty() && arguments.getFirst().startsWith("\\\\")) {
            node = arguments.removeFirst().substring(2);
        }
        if (arguments.size() < 2) {
            return usage(terminal);
        }
        String service = arguments.get(1);
        Optional<Node> found = call.world().node(node);
        if (found.isEmpty() || !found.orElseThrow().reachable()) {
            return failed(terminal, "OpenSCManager", WindowsError.RPC_UNAVAILABLE);
        }
        String target = node;
        return switch (arguments.getFirst().toLowerCase(Locale.ROOT)) {
            case "query" -> query(found.orElseThrow(), service, terminal);
            case "qc" -> configuration(call, found.orElseThrow(), service, terminal);
            case "start" ->
                change(
                        call,
                        terminal,
                        "StartService",
                        service,
                        target,
                        (world, tick) -> Nodes.startService(world, target, service, tick));
            case "stop" ->
                change(
                        call,
                        terminal,
                        "ControlService",
                        service,
                        target,
                        (world, tick) -> Nodes.stopService(world, target, service, tick));
            case "config" -> configure(call, terminal, target, service, arguments.subList(2, arguments.size()));
            default -> usage(terminal);
        };
    }

    private static int usage(Terminal terminal) {
        terminal.out("*** Unrecognized Command ***");
        terminal.out("USAGE:");
        terminal.out("        sc <server> [command] [service name] <option1> <option2>...");
        return Exit.of(WindowsError.INVALID_PARAMETER.code());
    }

    private static int failed(Terminal terminal, String function, WindowsError error) {
        return failed(terminal, function, new Outcome.Refused(error.code(), error.message()));
    }

    private static int failed(Terminal terminal, String function, Outcome.Refused refused) {
        terminal.out("[SC] " + function + " FAILED " + refused.code() + ":");
        terminal.out("");
        terminal.out(refused.message());
        terminal.out("");
        return Exit.of(refused.code());
    }

    private static int query(Node node, String name, Terminal terminal) {
        Optional<Service> service = node.service(name);
        if (service.isEmpty()) {
            return failed(terminal, "EnumQueryServicesStatus:OpenService", WindowsError.NO_SUCH_SERVICE);
        }
        status(service.orElseThrow(), name, terminal);
        return Exit.SUCCESS;
    }

    private static void status(Service service, String name, Terminal terminal) {
        ServiceState state = service.state();
        boolean running = state == ServiceState.RUNNING;
        terminal.out("");
        terminal.out("SERVICE_NAME: " + name);
        terminal.out("        TYPE               : 20  WIN32_SHARE_PROCESS ");
        terminal.out("        STATE              : " + state.number() + "  " + state + " ");
        terminal.out("                                "
                + (running
                        ? "(STOPPABLE,NOT_PAUSABLE,ACCEPTS_SHUTDOWN)"
                        : "(NOT_STOPPABLE,NOT_PAUSABLE,IGNORES_SHUTDOWN)"));
        terminal.out("        WIN32_EXIT_CODE    : 0  (0x0)");
        terminal.out("        SERVICE_EXIT_CODE  : 0  (0x0)");
        terminal.out("        CHECKPOINT         : 0x0");
        terminal.out("        WAIT_HINT          : 0x0");
    }

    private static int configuration(Call call, Node node, String name, Terminal terminal) {
        Optional<Service> service = node.service(name);
        if (service.isEmpty()) {
            return failed(terminal, "OpenService", WindowsError.NO_SUCH_SERVICE);
        }
        StartMode mode = service.orElseThrow().startMode();
        boolean clusterService = name.equalsIgnoreCase(Node.CLUSTER_SERVICE);
        String account = clusterService
                ? call.world().clusterOfNode(node.name()).orElseThrow().serviceAccount()
                : "LocalSystem";
        terminal.out("[SC] QueryServiceConfig SUCCESS");
        terminal.out("");
        terminal.out("SERVICE_NAME: " + name);
        terminal.out("        TYPE               : 20  WIN32_SHARE_PROCESS ");
        terminal.out("        START_TYPE         : " + mode.number() + "   " + mode.shown());
        terminal.out("        ERROR_CONTROL      : 1   NORMAL");
        terminal.out("        BINARY_PATH_NAME   : C:\\WINDOWS\\System32\\svchost.exe -k " + name);
        terminal.out("        LOAD_ORDER_GROUP   : ");
        terminal.out("        TAG                : 0");
        terminal.out("        DISPLAY_NAME       : " + name);
        terminal.out("        DEPENDENCIES       : ");
        terminal.out("        SERVICE_START_NAME : " + account);
        return Exit.SUCCESS;
    }

    private static int change(
            Call call, Terminal terminal, String function, String service, String node, Command command) {
        return switch (call.lab().perform(command)) {
            case Outcome.Done done -> {
                call.world()
                        .node(node)
                        .flatMap(each -> each.service(service))
                        .ifPresent(each -> status(each, service, terminal));
                yield Exit.SUCCESS;
            }
            case Outcome.Refused refused -> failed(terminal, function, refused);
        };
    }

    /** {@code start= auto} arrives as two arguments, or as one when it was written without the blank. */
    private static int configure(Call call, Terminal terminal, String node, String service, List<String> settings) {
        String joined = String.join(" ", settings).strip();
        if (!joined.toLowerCase(Locale.ROOT).startsWith("start=")) {
            return usage(terminal);
        }
        String wanted = joined.substring("start=".length()).strip();
        Optional<StartMode> mode = Arrays.stream(StartMode.values())
                .filter(each -> each.argument().equalsIgnoreCase(wanted))
                .findFirst();
        if (mode.isEmpty()) {
            return usage(terminal);
        }
        Outcome outcome =
                call.lab().perform((world, tick) -> Nodes.configureService(world, node, service, mode.orElseThrow()));
        return switch (outcome) {
            case Outcome.Done done -> {
                terminal.out("[SC] ChangeServiceConfig SUCCESS");
                yield Exit.SUCCESS;
            }
            case Outcome.Refused refused -> failed(terminal, "OpenService", refused);
        };
    }
}
