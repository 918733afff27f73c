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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The lab's operator: asks the orchestration for attended work, carries it out with the lab's programs as a person would at
 * the machines, and attests what it did; the work of different rollouts side by side, as several people would. No failure ends it, and no act is carried out twice for one attempt of a step: what it was
 * doing when it was killed it attests as not done, because it does not know, and a person decides. Settings by environment:
 *
 * <ul>
 *   <li>{@code LOCKSTEP_ORCHESTRATION_URL}, for example {@code http://127.0.0.1:18103}
 *   <li>{@code LOCKSTEP_TOKEN_URL}: Keycloak's token endpoint
 *   <li>{@code LOCKSTEP_OPERATOR_USER}, {@code LOCKSTEP_OPERATOR_PASSWORD}: the demo account; {@code
 *       LOCKSTEP_OPERATOR_CLIENT}: default {@code lockstep-cli}
 *   <li>{@code LOCKSTEP_INVENTORY_URL}, {@code LOCKSTEP_EDITOR_USER}, {@code LOCKSTEP_EDITOR_PASSWORD}: the inventory and the demo
 *       account that records in it what no program shows; without the first such work is left to people
 *   <li>{@code LOCKSTEP_LAB_BIN}: the folder with the lab's programs; {@code LOCKSTEP_LAB_URL} and {@code
 *       LOCKSTEP_LAB_TOKEN} for them
 *   <li>{@code LOCKSTEP_LAB_SPEED}: simulated seconds in one real second, as the lab has it; default 150
 *   <li>{@code LOCKSTEP_WORK}: where it remembers its acts; default {@code lab-operator} in the current folder
 * </ul>
 */
public final class Operator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_RESTART = Duration.ofHours(2);
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Refused because of the account, the identity provider or the hurry, not because of what is attested. */
    private static final Set<Integer> NOT_ITS_FAULT = Set.of(401, 403, 408, 429);

    private static final Acts.Report NOT_KNOWN = new Acts.Report(
            false, "The operator was interrupted while this was being done; what came of it is not known.");

    private final HttpClient http;
    private final URI orchestration;
    private final Account account;
    private final Acts acts;
    private final Diary diary;
    private final Consumer<String> log;
    private final Set<String> leftToPeople = ConcurrentHashMap.newKeySet();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean trouble = new AtomicBoolean();

    private Operator(
            HttpClient http, URI orchestration, Account account, Acts acts, Diary diary, Consumer<String> log) {
        this.http = http;
        this.orchestration = orchestration;
        this.account = account;
        this.acts = acts;
        this.diary = diary;
        this.log = log;
    }

    /**
     * Works until the thread is interrupted; exit code 2 when a setting is missing.
     *
     * @throws IOException when the folder that it remembers its acts in cannot be used
     */
    public static int run(Map<String, String> settings, Consumer<String> log) throws IOException, InterruptedException {
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
        Account account = account(http, settings, "LOCKSTEP_OPERATOR_USER", "LOCKSTEP_OPERATOR_PASSWORD");
        URI orchestration = URI.create(settings.getOrDefault("LOCKSTEP_ORCHESTRATION_URL", ""));
        Acts acts = new Acts(
                new ProcessConsole(Path.of(settings.getOrDefault("LOCKSTEP_LAB_BIN", ""))),
                ledger(http, settings),
                restartPatience(Double.parseDouble(settings.getOrDefault("LOCKSTEP_LAB_SPEED", "150"))));
        try (Diary diary = Diary.open(Path.of(settings.getOrDefault("LOCKSTEP_WORK", "lab-operator")))) {
            new Operator(http, orchestration, account, acts, diary, log).work();
        }
        return 0;
    }

    private static Account account(HttpClient http, Map<String, String> settings, String user, String password) {
        return new Account(
                http,
                Clock.systemUTC(),
                URI.create(settings.getOrDefault("LOCKSTEP_TOKEN_URL", "")),
                settings.getOrDefault("LOCKSTEP_OPERATOR_CLIENT", "lockstep-cli"),
                settings.getOrDefault(user, ""),
                settings.getOrDefault(password, ""));
    }

    private static Optional<Ledger> ledger(HttpClient http, Map<String, String> settings) {
        return Optional.ofNullable(settings.get("LOCKSTEP_INVENTORY_URL"))
                .map(url -> new InventoryLedger(
                        http,
                        URI.create(url),
                        account(http, settings, "LOCKSTEP_EDITOR_USER", "LOCKSTEP_EDITOR_PASSWORD")));
    }

    /** Two hours of the data centre, and on a busy machine never less than what starting programs takes. */
    private static Duration restartPatience(double speed) {
        Duration simulated = Duration.ofMillis(Math.round(LONGEST_RESTART.toMillis() / speed));
        return simulated.compareTo(SHORTEST_PATIENCE) < 0 ? SHORTEST_PATIENCE : simulated;
    }

    private void work() throws InterruptedException {
        ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Duration pause = POLL;
            while (!Thread.currentThread().isInterrupted()) {
                pause = allBegun(people) ? POLL : longer(pause);
                Thread.sleep(pause);
            }
        } finally {
            people.shutdownNow();
            people.close();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Nothing of one rollout keeps the work of another waiting. False when there was trouble since the last time. */
    private boolean allBegun(ExecutorService people) throws InterruptedException {
        try {
            for (JsonNode each : waiting()) {
                String rollout = each.path("rollout").asText();
                if (underWay.add(rollout)) {
                    people.execute(() -> seeTo(each, rollout));
                }
            }
        } catch (IOException | RuntimeException e) {
            log.accept("will ask again for attended work: " + e);
            trouble.set(true);
        }
        return !trouble.getAndSet(false);
    }

    private void seeTo(JsonNode work, String rollout) {
        try {
            carryOut(work);
        } catch (IOException | RuntimeException e) {
            log.accept("will try again: " + work.path("title").asText() + ": " + e);
            trouble.set(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(rollout);
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
        String act = work.path("rollout").asText() + " " + work.path("step").asText() + " "
                + work.path("attempt").asText();
        switch (diary.find(act).orElse(null)) {
            case Diary.Entry.Attested _ -> {
                // The orchestration has heard of it.
            }
            case Diary.Entry.Ended(Acts.Report report) -> attest(work, act, report);
            case Diary.Entry.Begun _ -> {
                diary.write(act, new Diary.Entry.Ended(NOT_KNOWN));
                attest(work, act, NOT_KNOWN);
            }
            case null -> {
                Optional<Acts.Act> known = acts.find(work);
                if (known.isPresent()) {
                    log.accept("begins: " + work.path("title").asText());
                    attest(work, act, perform(act, known.get()));
                } else if (leftToPeople.add(act)) {
                    log.accept("leaves to a person: " + work.path("action").asText());
                }
            }
        }
    }

    private Acts.Report perform(String act, Acts.Act known) throws IOException, InterruptedException {
        diary.write(act, new Diary.Entry.Begun());
        Acts.Report report;
        try {
            report = known.perform();
        } catch (IOException | RuntimeException e) {
            report = new Acts.Report(false, "It could not be carried out: " + e);
        }
        diary.write(act, new Diary.Entry.Ended(report));
        return report;
    }

    private void attest(JsonNode work, String act, Acts.Report report) throws IOException, InterruptedException {
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
        if (response.statusCode() >= 500 || NOT_ITS_FAULT.contains(response.statusCode())) {
            throw new IOException("attestation: status " + response.statusCode());
        }
        diary.write(act, new Diary.Entry.Attested());
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
