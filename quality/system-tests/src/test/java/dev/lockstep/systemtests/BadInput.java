package dev.lockstep.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Something that a service must answer without a fault of its own.
 *
 * @param name what it is
 * @param valid whether the service may accept it
 */
record BadInput(
        String name,
        String service,
        String path,
        String account,
        String contentType,
        BodyPublisher body,
        boolean valid) {

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final int HUGE = 6 * 1024 * 1024;

    static List<BadInput> all(Path checkout) {
        String document = read(checkout.resolve("lab/src/main/resources/scenarios/contoso-clu01.yaml"));
        List<BadInput> inputs = new ArrayList<>(List.of(
                imported("empty", JSON, ""),
                imported("not JSON", JSON, "{\"cluster\": "),
                imported("an array", JSON, "[1, 2]"),
                imported("a number", JSON, "42"),
                imported("null", JSON, "null"),
                imported("a member twice", JSON, "{\"organization\":{\"name\":\"A\",\"name\":\"B\"}}"),
                imported("nested too deeply", JSON, "[".repeat(100_000) + "]".repeat(100_000)),
                imported("YAML bomb", YAML, yamlBomb()),
                imported("YAML tag", YAML, "organization: !!java.net.URL ['http://127.0.0.1']"),
                imported("not UTF-8", JSON, BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xC3, 0x28, '"', '}'
                })),
                imported("a zero byte in a name", JSON, clusterOf("\\u0000", "N1")),
                imported("a lone surrogate in a name", JSON, clusterOf("\\ud800", "N1")),
                imported("a very long name", JSON, clusterOf("x".repeat(100_000), "N1")),
                imported("unknown member", YAML, document.replace("  formed: true", "  formed: true\n  colour: red")),
                imported("wrong type", YAML, document.replace("  formed: true", "  formed: [1, 2]")),
                imported("a node twice", YAML, document.replace("E2K3-N2", "E2K3-N1")),
                imported("huge", JSON, "{\"x\":\"" + "a".repeat(HUGE) + "\"}"),
                imported(
                        "number out of range",
                        YAML,
                        document.replace("functionalLevel: 2", "functionalLevel: 1e999"))));
        inputs.add(accepted("8 nodes and 43 disks", large()));
        for (String script : List.of(
                "Ünïcödé ÄÖÜ", "Кластер", "集群一号", "عنقود", "클러스터", "क्लस्टर", "🖥️ cluster", "a'b\"c<d>&e;--")) {
            inputs.add(new BadInput(
                    "text in " + script,
                    "inventory",
                    "/api/inventory/clusters/contoso:clu01/facts",
                    "inventory-editor",
                    JSON,
                    BodyPublishers.ofString(
                            "{\"reason\":\"%s\",\"changes\":[{\"path\":\"/attestations/%s\",\"value\":\"%s\"}]}"
                                    .formatted(escaped(script), escaped(script), escaped(script))),
                    true));
        }
        inputs.add(new BadInput(
                "a fact that is a number out of range",
                "inventory",
                "/api/inventory/clusters/contoso:clu01/facts",
                "inventory-editor",
                JSON,
                BodyPublishers.ofString(
                        "{\"reason\":\"r\",\"changes\":[{\"path\":\"/nodes/E2K3-N1/os/buildNumber\",\"value\":1e999}]}"),
                false));
        for (String path : List.of("/api/orchestration/plans", "/api/orchestration/rollouts")) {
            for (String body : List.of(
                    "", "{", "[]", "null", "7", "{\"cluster\":5}", "{\"planHash\":{}}", "{\"planHash\":\"%00\"}")) {
                inputs.add(new BadInput(
                        path + " with " + body,
                        "orchestration",
                        path,
                        "coordinator",
                        JSON,
                        BodyPublishers.ofString(body),
                        false));
            }
        }
        return inputs;
    }

    private static BadInput imported(String name, String contentType, String body) {
        return imported(name, contentType, BodyPublishers.ofString(body));
    }

    private static BadInput imported(String name, String contentType, BodyPublisher body) {
        return new BadInput(
                name, "inventory", "/api/inventory/imports?site=demo", "inventory-editor", contentType, body, false);
    }

    private static BadInput accepted(String name, String body) {
        return new BadInput(
                name,
                "inventory",
                "/api/inventory/imports?site=demo",
                "inventory-editor",
                JSON,
                BodyPublishers.ofString(body),
                true);
    }

    private static String clusterOf(String name, String node) {
        return "{\"organization\":{\"name\":\"Contoso\"},\"cluster\":{\"name\":\"%s\",\"nodes\":[{\"name\":\"%s\"}]}}"
                .formatted(name, node);
    }

    private static String large() {
        String nodes = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> "{\"name\":\"L-N%d\"}".formatted(i))
                .collect(Collectors.joining(","));
        String disks = IntStream.rangeClosed(1, 43)
                .mapToObj(i -> "{\"id\":\"Disk %d\"}".formatted(i))
                .collect(Collectors.joining(","));
        return "{\"organization\":{\"name\":\"Contoso\"},\"cluster\":{\"name\":\"LARGE\",\"nodes\":[%s],\"disks\":[%s]}}"
                .formatted(nodes, disks);
    }

    private static String yamlBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d, *a%2$d, *a%2$d, *a%2$d, *a%2$d, *a%2$d]%n"
                    .formatted(i, i - 1));
        }
        return bomb.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
