package dev.lockstep.lab.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person records after a piece of attended work: elements of a list fact, besides those of other names that it has already.
 *
 * @param document the cluster or the organization
 * @param path the list's fact path
 * @param elements what it has afterwards
 */
record Recording(String document, String path, List<ObjectNode> elements) {
    private static final String DEFAULT_SERVER = "Exchange Virtual Server";

    Recording {
        elements = List.copyOf(elements);
    }

    /** What the work asks to be recorded; empty when it asks for nothing that this operator knows. */
    static Optional<Recording> of(JsonNode work) {
        String cluster = work.path("cluster").asText();
        JsonNode parameters = work.path("parameters");
        return switch (work.path("action").asText()) {
            case "CREATE_HTTP_VIRTUAL_SERVER" -> {
                String address = parameters.path("address").asText();
                yield Optional.of(new Recording(
                        cluster,
                        "/evs/%s/httpVirtualServers"
                                .formatted(parameters
                                        .path("virtualServer")
                                        .asText()
                                        .replace("~", "~0")
                                        .replace("/", "~1")),
                        List.of(
                                at(server(DEFAULT_SERVER, null, 80, List.of("Exchange", "Public")), address),
                                at(
                                        asked(
                                                parameters,
                                                parameters.path("hostHeader").asText()),
                                        address))));
            }
            case "CREATE_FRONT_END_VIRTUAL_SERVER" ->
                Optional.of(new Recording(
                        cluster.substring(0, Math.max(0, cluster.indexOf(':'))),
                        "/frontEndVirtualServers",
                        List.of(asked(parameters, parameters.path("name").asText()))));
            default -> Optional.empty();
        };
    }

    private static ObjectNode asked(JsonNode parameters, String name) {
        return server(
                name,
                parameters.path("hostHeader").asText(),
                parameters.path("port").asInt(),
                ConsoleCommand.names(parameters.path("paths")));
    }

    private static ObjectNode server(String name, @Nullable String hostHeader, int port, List<String> paths) {
        ObjectNode server = JsonNodeFactory.instance.objectNode();
        server.put("name", name).put("hostHeader", hostHeader).put("port", port);
        paths.forEach(server.putArray("paths")::add);
        return server;
    }

    private static ObjectNode at(ObjectNode server, String address) {
        return server.put("ip", address);
    }

    /** Records it; the evidence that it was. */
    String writeTo(Ledger ledger) throws IOException, InterruptedException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (JsonNode recorded : ledger.read(document, path)) {
            if (elements.stream().noneMatch(each -> each.path("name").equals(recorded.path("name")))) {
                list.add(recorded);
            }
        }
        elements.forEach(list::add);
        ledger.write(document, path, list);
        return "Recorded in %s: %s".formatted(document, path);
    }
}
