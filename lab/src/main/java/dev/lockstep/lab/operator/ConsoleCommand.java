package dev.lockstep.lab.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the lab's programs with its arguments, as somebody starts it at a console to carry attended work out.
 *
 * @param node at whose console; empty for a machine that is no node of a cluster
 * @param program its name
 * @param arguments what it is given
 */
public record ConsoleCommand(String node, String program, List<String> arguments) {
    /** What the answer file says that the installation of Windows components reads. */
    public static final List<String> ANSWERS = List.of(
            "[Components]",
            "iis_common=on",
            "iis_inetmgr=on",
            "iis_www=on",
            "iis_smtp=on",
            "iis_nntp=on",
            "aspnet=on",
            "complusnetwork=on",
            "dtcnetwork=off");

    private static final ObjectMapper JSON = new ObjectMapper();

    public ConsoleCommand {
        arguments = List.copyOf(arguments);
    }

    /**
     * What carries a piece of attended work out, in order; nothing when the act is not known. After a restart of a node the last
     * command is repeated until it says that the node is up.
     *
     * @param work as the orchestration service tells it
     * @param answers file that holds {@link #ANSWERS} when the commands run
     * @throws IllegalArgumentException when a list among the parameters is none
     */
    public static List<ConsoleCommand> of(JsonNode work, Path answers) {
        JsonNode parameters = work.path("parameters");
        String node = text(parameters, "node");
        return switch (text(work, "action")) {
            case "RUN_FORESTPREP" -> List.of(at("", "setup", "/ForestPrep"));
            case "RUN_DOMAINPREP" -> List.of(at("", "setup", "/DomainPrep", "/Domain:" + text(parameters, "domain")));
            case "INSTALL_WINDOWS_COMPONENTS" ->
                List.of(at(node, "sysocmgr", "/i:C:\\WINDOWS\\inf\\sysoc.inf", "/u:" + answers, "/q", "/r"));
            case "RUN_COMCLUST" -> List.of(at(node, "comclust"));
            case "RUN_SETUP", "RUN_SERVICE_PACK" -> List.of(setup(node, parameters));
            case "REBOOT_NODE" ->
                List.of(at(node, "shutdown", "-r", "-t", "0"), at(node, "cluster", "node", node, "/status"));
            case "CREATE_SYSTEM_ATTENDANT" -> List.of(attendant(node, parameters));
            case "CONFIGURE_CONNECTION" -> List.of(connection(node, parameters));
            case "ORDER_CONNECTIONS" ->
                List.of(at(
                        node,
                        "network-connections",
                        "order",
                        "-first",
                        text(parameters, "publicConnection"),
                        "-last",
                        text(parameters, "privateConnection")));
            case "TEST_MAIL_FLOW" -> List.of(new ConsoleCommand("", "test-mail", names(parameters.path("servers"))));
            case "RETIRE_SERVER" -> List.of(at("", "setup", "/Remove:" + text(parameters, "server")));
            case "UPGRADE_VIRTUAL_SERVER" ->
                List.of(at(node, "exchange-wizard", "upgrade-virtual-server", "-group", text(parameters, "group")));
            case "CREATE_HTTP_VIRTUAL_SERVER" ->
                List.of(at(
                        node,
                        "exchange-wizard",
                        "create-http-virtual-server",
                        "-group",
                        text(parameters, "group"),
                        "-resource",
                        text(parameters, "resource")));
            case "PUBLISH_HOST_NAME" ->
                List.of(at(
                        "",
                        "dnscmd",
                        ".",
                        "/RecordAdd",
                        text(parameters, "hostHeader"),
                        "@",
                        "A",
                        text(parameters, "address")));
            default -> List.of();
        };
    }

    private static ConsoleCommand at(String node, String program, String... arguments) {
        return new ConsoleCommand(node, program, List.of(arguments));
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asText("");
    }

    private static ConsoleCommand setup(String node, JsonNode parameters) {
        List<String> arguments = new ArrayList<>();
        if (parameters.has("path")) {
            arguments.add("/path:" + text(parameters, "path"));
        }
        if (parameters.has("build")) {
            arguments.add("/media:" + text(parameters, "build"));
        }
        return new ConsoleCommand(node, "setup", arguments);
    }

    private static ConsoleCommand connection(String node, JsonNode parameters) {
        List<String> arguments = new ArrayList<>(List.of("set"));
        for (String each : List.of("connection", "address", "mask", "gateway", "dns", "wins", "register", "netbios")) {
            if (parameters.has(each)) {
                arguments.add("-" + each);
                arguments.add(text(parameters, each));
            }
        }
        return new ConsoleCommand(node, "network-connections", arguments);
    }

    private static ConsoleCommand attendant(String node, JsonNode parameters) {
        List<String> arguments = new ArrayList<>(List.of("create-system-attendant"));
        for (String each : List.of("group", "administrativeGroup", "routingGroup", "dataDirectory")) {
            arguments.add("-" + each);
            arguments.add(text(parameters, each));
        }
        for (String each : names(parameters.path("dependencies"))) {
            arguments.add("-dependency");
            arguments.add(each);
        }
        return new ConsoleCommand(node, "exchange-wizard", arguments);
    }

    /** A list parameter comes as JSON text. */
    static List<String> names(JsonNode parameter) {
        try {
            JsonNode list = parameter.isArray() ? parameter : JSON.readTree(parameter.asText("[]"));
            List<String> names = new ArrayList<>();
            list.forEach(each -> names.add(each.asText()));
            return names;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a list: " + parameter, e);
        }
    }
}
