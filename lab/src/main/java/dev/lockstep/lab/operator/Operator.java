package dev.lockstep.lab.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The lab's operator: asks the orchestration for attended work, carries it out with the lab's programs as a person would at
 * the machines, and attests what it did. Settings by environment:
 *
 * <ul>
 *   <li>{@code LOCKSTEP_ORCHESTRATION_URL}, for example {@code http://127.0.0.1:18103}
 *   <li>{@code LOCKSTEP_TOKEN_URL}: Keycloak's token endpoint
 *   <li>{@code LOCKSTEP_OPERATOR_USER}, {@code LOCKSTEP_OPERATOR_PASSWORD}: the demo account; {@code
 *       LOCKSTEP_OPERATOR_CLIENT}: default {@code lockstep-cli}
 *   <li>{@code LOCKSTEP_LAB_BIN}: the folder with the lab's programs; {@code LOCKSTEP_LAB_URL} and {@code
 *       LOCKSTEP_LAB_TOKEN} for them
 * </ul>
 */
public final class Operator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI orchestration;
    private final Account account;
    private final Acts acts;
    private final Consumer<String> log;
    private final Set<String> attested = new HashSet<>();

    private Operator(HttpClient http, URI orchestration, Account account, Acts acts, Consumer<String> log) {
        this.http = http;
        this.orchestration = orchestration;
        this.account = account;
        this.acts = acts;
        this.log = log;
    }

    /** Works until the thread is interrupted; exit code 2 when a setting is missing. */
    public static int run(Map<String, String> settings, Consumer<String> log) throws InterruptedException {
        for (String each : Set.of(
                "LOCKSTEP_ORCHESTRATION_URL",
                "LOCKSTEP_TOKEN_URL",
                "LOCKSTEP_OPERATOR_USER",
                "LOCKSTEP_OPERATOR_PASSWORD",
                "LOCKSTEP_LAB_BIN")) {
            if (settings.getOrDefault(each, "").isEmpty()) {
                log.accept(each + " is not set");
                return 2;
            }
        }
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        Account account = new Account(
                http,
                Clock.systemUTC(),
                URI.create(settings.getOrDefault("LOCKSTEP_TOKEN_URL", "")),
                settings.getOrDefault("LOCKSTEP_OPERATOR_CLIENT", "lockstep-cli"),
                settings.getOrDefault("LOCKSTEP_OPERATOR_USER", ""),
                settings.getOrDefault("LOCKSTEP_OPERATOR_PASSWORD", ""));
        URI orchestration = URI.create(settings.getOrDefault("LOCKSTEP_ORCHESTRATION_URL", ""));
        Acts acts = new Acts(new Console(Path.of(settings.getOrDefault("LOCKSTEP_LAB_BIN", ""))));
        new Operator(http, orchestration, account, acts, log).work();
        return 0;
    }

    private void work() throws InterruptedException {
        Duration pause = POLL;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                for (JsonNode each : waiting()) {
                    carryOut(each);
                }
                pause = POLL;
            } catch (IOException e) {
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                log.accept("waiting " + pause.toMillis() + " ms: " + e.getMessage());
            }
            Thread.sleep(pause);
        }
    }

    private JsonNode waiting() throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(request("/api/orchestration/attended-work?limit=100").GET());
        if (response.statusCode() != 200) {
            throw new IOException("attended work: status " + response.statusCode());
        }
        return JSON.readTree(response.body()).path("items");
    }

    private void carryOut(JsonNode work) throws IOException, InterruptedException {
        String key = work.path("rollout").asText() + " " + work.path("step").asText() + " "
                + work.path("attempt").asText();
        if (attested.contains(key)) {
            return;
        }
        log.accept("begins: " + work.path("title").asText());
        Optional<Acts.Report> report = acts.perform(work);
        if (report.isEmpty()) {
            log.accept("leaves to a person: " + work.path("action").asText());
            attested.add(key);
            return;
        }
        attest(work, report.orElseThrow());
        attested.add(key);
    }

    private void attest(JsonNode work, Acts.Report report) throws IOException, InterruptedException {
        String path = "/api/orchestration/rollouts/" + work.path("rollout").asText() + "/steps/"
                + URLEncoder.encode(work.path("step").asText(), StandardCharsets.UTF_8)
                        .replace("+", "%20")
                + "/attestations";
        String body = JSON.writeValueAsString(Map.of(
                "attempt", work.path("attempt").asInt(1),
                "outcome", report.done() ? "DONE" : "NOT_DONE",
                "evidence", report.evidence()));
        HttpResponse<String> response = send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (response.statusCode() >= 500) {
            throw new IOException("attestation: status " + response.statusCode());
        }
        log.accept((report.done() ? "done: " : "not done: ")
                + work.path("title").asText()
                + (response.statusCode() < 300 ? "" : " (attestation refused: " + response.body() + ")"));
    }

    private HttpRequest.Builder request(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(orchestration.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + account.token())
                .header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
