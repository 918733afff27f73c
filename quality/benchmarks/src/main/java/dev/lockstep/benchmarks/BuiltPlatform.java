package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.Platform.Start;
import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.platform.RunningPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The built services as processes on the local stack, and requests to them. */
final class BuiltPlatform implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(5);

    private final RunningPlatform platform;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private BuiltPlatform(RunningPlatform platform) {
        this.platform = platform;
    }

    /**
     * Starts it.
     *
     * @param without the names of components that are not needed
     */
    static BuiltPlatform start(Platform platform, Set<String> without) throws IOException, InterruptedException {
        return switch (platform.up(_ -> {}, Platform.Records.KEPT, without)) {
            case Start.Started(RunningPlatform running) -> new BuiltPlatform(running);
            case Start.AlreadyRuns _ -> throw new IllegalStateException("Another process uses its folder");
            case Start.Failed(String reason) -> throw new IllegalStateException(reason);
        };
    }

    URI url(String component) {
        return Objects.requireNonNull(platform.state().urls().get(component), component);
    }

    ComponentState component(String name) {
        return platform.state().components().stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Optional<ProcessHandle> process(String name) {
        return Optional.ofNullable(component(name).process()).flatMap(process -> process.find());
    }

    /** A fresh token of a demo account. */
    String token(String account) throws IOException, InterruptedException {
        return token("grant_type=password&client_id=lockstep-cli&username=%s&password=demo-%s", account);
    }

    /** A fresh token of the demo site's runner. */
    String runnerToken() throws IOException, InterruptedException {
        return token(
                "grant_type=client_credentials&client_id=lockstep-runner-%s&client_secret=demo-lockstep-runner",
                "demo");
    }

    private String token(String grant, String account) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(url("keycloak").resolve("/realms/lockstep/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(grant.replace("%s", account)))
                        .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("No token: %d %s".formatted(answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    HttpResponse<String> get(URI uri, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    /** Posts, and gives the answer's body. */
    JsonNode post(String service, String path, String token, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(service, path, token, type, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("%s: %d %s".formatted(path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }

    /** Posts, and gives the answer whatever it is. */
    HttpResponse<String> answer(String service, String path, String token, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url(service).resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(body)
                .build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** What is waited for. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        await(what, PATIENCE, GLANCE, condition);
    }

    /**
     * Waits until something holds.
     *
     * @param pause between two questions: what they cost is taken from what is measured
     */
    static void await(String what, Duration patience, Duration pause, Condition condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Waited in vain: " + what);
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    @Override
    public void close() {
        platform.close();
    }
}
