package dev.lockstep.lab.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The inventory service, as an inventory editor reaches it. */
final class InventoryLedger implements Ledger {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI inventory;
    private final Account editor;

    InventoryLedger(HttpClient http, URI inventory, Account editor) {
        this.http = http;
        this.inventory = inventory;
        this.editor = editor;
    }

    @Override
    public JsonNode read(String document, String path) throws IOException, InterruptedException {
        String query = "?limit=100&prefix=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
        for (JsonNode fact : sent(request(document, query).GET()).path("items")) {
            if (fact.path("path").asText().equals(path)) {
                return fact.path("value");
            }
        }
        return MissingNode.getInstance();
    }

    @Override
    public void write(String document, String path, JsonNode value) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("reason", "Done as the instructions say.");
        body.putArray("changes").addObject().put("path", path).set("value", value);
        sent(request(document, "")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String document, String query) throws IOException, InterruptedException {
        String path = "/api/inventory/%s/%s/facts%s"
                .formatted(
                        document.contains(":") ? "clusters" : "organizations",
                        URLEncoder.encode(document, StandardCharsets.UTF_8),
                        query);
        return HttpRequest.newBuilder(inventory.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + editor.token())
                .header("Accept", "application/json");
    }

    private JsonNode sent(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("inventory: status %d: %s".formatted(response.statusCode(), response.body()));
        }
        return JSON.readTree(response.body());
    }
}
