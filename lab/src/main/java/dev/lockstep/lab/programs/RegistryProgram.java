package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** reg.exe, querying: {@code reg query \\NODE\HKLM\… [/v VALUE]}. */
final class RegistryProgram {
    private static final List<String> SUBCOMPONENTS = List.of(
            "iis_common", "iis_inetmgr", "iis_www", "iis_smtp", "iis_nntp", "aspnet", "complusnetwork", "dtcnetwork");

    private RegistryProgram() {}

    record Value(String name, String type, String data) {
        static Value text(String name, String data) {
            return new Value(name, "REG_SZ", data);
        }

        static Value texts(String name, List<String> data) {
            return new Value(name, "REG_MULTI_SZ", String.join("\\0", data) + "\\0\\0");
        }

        static Value number(String name, int data) {
            return new Value(name, "REG_DWORD", "0x" + Integer.toHexString(data));
        }
    }

    static int run(Call call, Terminal terminal) {
        List<String> arguments = call.arguments();
        String verb = arguments.isEmpty() ? "" : arguments.getFirst().toLowerCase(Locale.ROOT);
        if (arguments.size() < 2 || !(verb.equals("query") || verb.equals("add"))) {
            terminal.err("Error:  Invalid command-line parameters");
            return Exit.FAILURE;
        }
        String key = arguments.get(1);
        String node = call.node();
        if (key.startsWith("\\\\")) {
            int end = key.indexOf('\\', 2);
            node = end < 0 ? key.substring(2) : key.substring(2, end);
            key = end < 0 ? "" : key.substring(end + 1);
        }
        Optional<Node> found = call.world().node(node);
        if (found.isEmpty() || !found.orElseThrow().reachable()) {
            terminal.err("Error:  The network path was not found");
            return Exit.FAILURE;
        }
        String path = key.replaceFirst("(?i)^HKLM\\\\", "HKEY_LOCAL_MACHINE\\\\");
        return verb.equals("add")
                ? add(call, found.orElseThrow(), path, terminal)
                : query(call, found.orElseThrow(), path, terminal);
    }

    /** The only value that anything of Lockstep writes: whether Windows 2000 ignores a lost link. */
    private static int add(Call call, Node node, String path, Terminal terminal) {
        boolean known = path.equalsIgnoreCase(ConnectionKeys.PARAMETERS)
                && option(call.arguments(), "/v").equalsIgnoreCase(ConnectionKeys.MEDIA_SENSE)
                && option(call.arguments(), "/t").equalsIgnoreCase("REG_DWORD");
        if (!known) {
            terminal.err("Error:  Access is denied");
            return Exit.FAILURE;
        }
        boolean disabled = !option(call.arguments(), "/d").equals("0");
        String cluster = call.world().clusterOfNode(node.name()).orElseThrow().name();
        call.lab()
                .perform((world, tick) -> new Outcome.Done(world.withCluster(cluster, it -> {
                    Node now = it.node(node.name()).orElseThrow();
                    return it.withNode(now.withNetworking(now.networking().withMediaSenseDisabled(disabled)));
                })));
        terminal.out("");
        terminal.out("The operation completed successfully");
        return Exit.SUCCESS;
    }

    private static String option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? arguments.get(at + 1) : "";
    }

    private static int query(Call call, Node node, String path, Terminal terminal) {
        Map<String, List<Value>> keys = new LinkedHashMap<>();
        if (call.arguments().contains("/s")) {
            keys.putAll(ConnectionKeys.below(node, path));
        }
        List<Value> values = new ArrayList<>(values(call, node, path));
        String wanted = option(call.arguments(), "/v");
        values.removeIf(each -> !wanted.isEmpty() && !each.name().equalsIgnoreCase(wanted));
        if (!values.isEmpty()) {
            keys.put(path, values);
        }
        if (keys.isEmpty()) {
            terminal.out("");
            terminal.out("Error:  The system was unable to find the specified registry key or value");
            return Exit.FAILURE;
        }
        terminal.out("");
        terminal.out("! REG.EXE VERSION 3.0");
        terminal.out("");
        keys.forEach((key, shown) -> {
            terminal.out(key);
            shown.forEach(each -> terminal.out("    " + each.name() + "\t" + each.type() + "\t" + each.data()));
            terminal.out("");
        });
        return Exit.SUCCESS;
    }

    private static List<Value> values(Call call, Node node, String path) {
        String bare = path.toUpperCase(Locale.ROOT);
        return switch (bare) {
            case "HKEY_LOCAL_MACHINE\\SOFTWARE\\MICROSOFT\\EXCHANGE\\SETUP" ->
                node.installed().map(RegistryProgram::setup).orElse(List.of());
            case "HKEY_LOCAL_MACHINE\\SOFTWARE\\MICROSOFT\\WINDOWS\\CURRENTVERSION\\SETUP\\OC MANAGER\\SUBCOMPONENTS" ->
                components(node);
            case "HKEY_LOCAL_MACHINE\\SOFTWARE\\MICROSOFT\\WINDOWS NT\\CURRENTVERSION" -> windows(node);
            case "HKEY_LOCAL_MACHINE\\SYSTEM\\CURRENTCONTROLSET\\CONTROL\\SESSION MANAGER" -> sessionManager(node);
            case "HKEY_LOCAL_MACHINE\\CLUSTER" ->
                call.world()
                        .clusterOfNode(node.name())
                        .map(each -> List.of(Value.text("ClusterName", each.name())))
                        .orElse(List.of());
            default -> ConnectionKeys.values(node, path);
        };
    }

    private static List<Value> windows(Node node) {
        List<Value> values = new ArrayList<>(List.of(
                Value.text("CurrentVersion", node.windows2000() ? "5.0" : "5.2"),
                Value.text("CurrentBuildNumber", node.windows2000() ? "2195" : "3790")));
        if (node.servicePack() > 0) {
            values.add(Value.text("CSDVersion", "Service Pack " + node.servicePack()));
        }
        return values;
    }

    private static List<Value> sessionManager(Node node) {
        List<Value> values = new ArrayList<>(List.of(Value.number("ProtectionMode", 1)));
        if (node.rebootRequired()) {
            values.add(new Value(
                    "PendingFileRenameOperations", "REG_MULTI_SZ", "\\??\\C:\\WINDOWS\\Temp\\exsetup.tmp\\0\\0\\0"));
        }
        return values;
    }

    private static List<Value> setup(ExchangeInstall install) {
        String[] build = install.build().split("\\.", -1);
        List<Value> values = new ArrayList<>();
        if (install.components().contains("MESSAGING_AND_COLLABORATION")) {
            values.add(Value.text("Services", install.path()));
        }
        if (install.components().contains("SYSTEM_MANAGEMENT_TOOLS")) {
            values.add(Value.text("ExchangeServerAdmin", install.path()));
        }
        values.add(Value.number("Services Version", Integer.parseInt(build[0]) * 10 + Integer.parseInt(build[1])));
        values.add(Value.number("NewestBuild", Integer.parseInt(build[2])));
        values.add(Value.text(
                "Edition",
                install.edition().charAt(0) + install.edition().substring(1).toLowerCase(Locale.ROOT)));
        return values;
    }

    private static List<Value> components(Node node) {
        List<Value> values = new ArrayList<>();
        for (String each : SUBCOMPONENTS) {
            values.add(Value.number(each, node.has(each) ? 1 : 0));
        }
        values.add(Value.number("netfx", node.dotNet() ? 1 : 0));
        return values;
    }
}
