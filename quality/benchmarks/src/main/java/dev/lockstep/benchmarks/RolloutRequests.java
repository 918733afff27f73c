package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What people ask of the platform so that rollouts go on: each on a cluster of its own, all alike but for their names. */
final class RolloutRequests {

    private static final String ORCHESTRATION = "/api/orchestration/";
    private static final String JSON = "application/json";
    private static final Duration TOKEN_AGE = Duration.ofMinutes(1);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final BuiltPlatform platform;
    private final ObjectNode document;
    private final Duration patience;
    private final Map<String, Token> tokens = new HashMap<>();

    private record Token(String text, Instant issued) {}

    /**
     * To this platform.
     *
     * @param document the inventory document of which all clusters are copies
     * @param patience how long the platform may take to know a cluster
     */
    RolloutRequests(BuiltPlatform platform, ObjectNode document, Duration patience) {
        this.platform = platform;
        this.document = document;
        this.patience = patience;
    }

    /** Imports a cluster; plans, asks for and approves a rollout on it. */
    String approved(int number) throws Exception {
        String name = "BENCH%04d".formatted(number);
        ObjectNode copy = document.deepCopy();
        ((ObjectNode) copy.path("cluster")).put("name", name);
        platform.post(
                "inventory",
                "/api/inventory/imports?site=demo",
                token("inventory-editor"),
                JSON,
                BodyPublishers.ofString(copy.toString()));
        String cluster = "contoso:" + name.toLowerCase(Locale.ROOT);
        BuiltPlatform.await("validation knows " + cluster, patience, GLANCE, () -> validationKnows(cluster));
        String plan = planned(cluster);
        String rollout = post("rollouts", "coordinator", Map.of("planHash", plan))
                .path("id")
                .asText();
        post("rollouts/" + rollout + "/approvals", "approver", Map.of("planHash", plan, "decision", "APPROVE"));
        return rollout;
    }

    /** Starts an approved one. */
    String start(String rollout) throws IOException, InterruptedException {
        post("rollouts/" + rollout + "/start", "coordinator", Map.of());
        return rollout;
    }

    private boolean validationKnows(String cluster) throws IOException, InterruptedException {
        return platform.get(
                                platform.url("validation")
                                        .resolve("/api/validation/clusters/" + cluster + "/report?stage=CLUS"),
                                token("coordinator"))
                        .statusCode()
                == 200;
    }

    /** The hash of a plan that orchestration makes as soon as it knows all that was imported. */
    private String planned(String cluster) throws Exception {
        List<JsonNode> plans = new ArrayList<>();
        BuiltPlatform.await("orchestration plans on " + cluster, patience, GLANCE, () -> {
            HttpResponse<String> answer = platform.answer(
                    "orchestration",
                    ORCHESTRATION + "plans",
                    token("coordinator"),
                    JSON,
                    body(Map.of("cluster", cluster)));
            return answer.statusCode() == 200 && plans.add(ContractJson.mapper().readTree(answer.body()));
        });
        return plans.getFirst().path("hash").asText();
    }

    private JsonNode post(String path, String account, Map<String, String> members)
            throws IOException, InterruptedException {
        return platform.post("orchestration", ORCHESTRATION + path, token(account), JSON, body(members));
    }

    private static BodyPublisher body(Map<String, String> members) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        members.forEach(body::put);
        return BodyPublishers.ofString(body.toString());
    }

    /** One at a time: to Keycloak many at the same moment look like somebody who guesses. */
    private synchronized String token(String account) throws IOException, InterruptedException {
        Token known = tokens.get(account);
        if (known == null || known.issued().plus(TOKEN_AGE).isBefore(Instant.now())) {
            known = new Token(platform.token(account), Instant.now());
            tokens.put(account, known);
        }
        return known.text();
    }
}
