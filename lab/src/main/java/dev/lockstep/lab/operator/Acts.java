package dev.lockstep.lab.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the operator does for each kind of attended work: the acts that the work's instructions describe to a person. */
final class Acts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_EVIDENCE = 10_000;
    private static final long REBOOT_POLL_MILLIS = 250;
    private static final int REBOOT_POLLS = 2_400;
    private static final List<String> ANSWERS = List.of(
            "[Components]",
            "iis_common=on",
            "iis_inetmgr=on",
            "iis_www=on",
            "iis_smtp=on",
            "iis_nntp=on",
            "aspnet=on",
            "complusnetwork=on",
            "dtcnetwork=off");

    private final Console console;

    Acts(Console console) {
        this.console = console;
    }

    /** What the operator can say afterwards. */
    record Report(boolean done, String evidence) {}

    /** An act, ready to be carried out. */
    @FunctionalInterface
    interface Act {
        Report perform() throws IOException, InterruptedException;
    }

    /** The act that a piece of attended work asks for; empty when this operator does not know it. */
    Optional<Act> find(JsonNode work) {
        JsonNode parameters = work.path("parameters");
        String node = parameters.path("node").asText("");
        String group = parameters.path("group").asText("");
        String domain = parameters.path("domain").asText("");
        String setupPath = parameters.path("path").asText("");
        return switch (work.path("action").asText()) {
            case "RUN_FORESTPREP" -> Optional.of(() -> run("", "setup", List.of("/ForestPrep")));
            case "RUN_DOMAINPREP" -> Optional.of(() -> run("", "setup", List.of("/DomainPrep", "/Domain:" + domain)));
            case "INSTALL_WINDOWS_COMPONENTS" -> Optional.of(() -> components(node));
            case "RUN_COMCLUST" -> Optional.of(() -> run(node, "comclust", List.of()));
            case "RUN_SETUP" -> Optional.of(() -> setup(node, setupPath));
            case "REBOOT_NODE" -> Optional.of(() -> reboot(node));
            case "CREATE_SYSTEM_ATTENDANT" -> Optional.of(() -> attendant(node, parameters));
            case "UPGRADE_VIRTUAL_SERVER" ->
                Optional.of(() -> run(node, "exchange-wizard", List.of("upgrade-virtual-server", "-group", group)));
            default -> Optional.empty();
        };
    }

    private Report run(String node, String program, List<String> arguments) throws IOException, InterruptedException {
        return report(console.run(node, program, arguments));
    }

    private static Report report(Console.Answer answer) {
        String text = answer.output().isEmpty() ? "exit code " + answer.exitCode() : answer.output();
        return new Report(answer.exitCode() == 0, text.substring(0, Math.min(LONGEST_EVIDENCE, text.length())));
    }

    private Report components(String node) throws IOException, InterruptedException {
        Path answers = Files.createTempFile("windows-components", ".txt");
        try {
            Files.write(answers, ANSWERS);
            return run(
                    node,
                    "sysocmgr",
                    List.of("/i:C:\\WINDOWS\\inf\\sysoc.inf", "/u:" + answers.toAbsolutePath(), "/q", "/r"));
        } finally {
            Files.delete(answers);
        }
    }

    /** A person who finds the right build installed already, because an earlier attempt finished, says so. */
    private Report setup(String node, String path) throws IOException, InterruptedException {
        Report report = run(node, "setup", path.isEmpty() ? List.of() : List.of("/path:" + path));
        boolean already = report.evidence().contains("is already installed on this computer");
        return already ? new Report(true, report.evidence()) : report;
    }

    private Report reboot(String node) throws IOException, InterruptedException {
        Console.Answer restart = console.run(node, "shutdown", List.of("-r", "-t", "0"));
        if (restart.exitCode() != 0) {
            return report(restart);
        }
        for (int i = 0; i < REBOOT_POLLS; i++) {
            Console.Answer status = console.run(node, "cluster", List.of("node", node, "/status"));
            if (status.exitCode() == 0 && status.output().endsWith(" Up")) {
                return report(status);
            }
            Thread.sleep(REBOOT_POLL_MILLIS);
        }
        return new Report(false, node + " did not come back after its restart.");
    }

    private Report attendant(String node, JsonNode parameters) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("create-system-attendant"));
        for (String each : List.of("group", "administrativeGroup", "routingGroup", "dataDirectory")) {
            arguments.add("-" + each);
            arguments.add(parameters.path(each).asText(""));
        }
        for (String each : names(parameters.path("dependencies"))) {
            arguments.add("-dependency");
            arguments.add(each);
        }
        Report report = run(node, "exchange-wizard", arguments);
        boolean already = report.evidence().contains("has a System Attendant already");
        return already ? new Report(true, report.evidence()) : report;
    }

    /** A list parameter comes as JSON text. */
    private static List<String> names(JsonNode parameter) throws JsonProcessingException {
        JsonNode list = parameter.isArray() ? parameter : JSON.readTree(parameter.asText("[]"));
        List<String> names = new ArrayList<>();
        list.forEach(each -> names.add(each.asText()));
        return names;
    }
}
