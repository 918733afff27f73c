package dev.lockstep.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.Platform.Records;
import dev.lockstep.localstack.platform.Platform.Start;
import dev.lockstep.localstack.platform.PlatformState;
import dev.lockstep.localstack.platform.RunningPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A platform of its own in a temporary state folder, on free ports, and the ways to reach it. */
final class Scene implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path root = root();
    private final Path state;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private Optional<RunningPlatform> running = Optional.empty();

    Scene(Path state) {
        this.state = state;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("lockstep"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no checkout above the working folder");
        }
        return folder;
    }

    Path checkout() {
        return root;
    }

    Path state() {
        return state;
    }

    void start(Records records) throws IOException, InterruptedException {
        Start start = new Platform(root, state).up(progress -> {}, records, Set.of());
        running = switch (start) {
            case Start.Started started -> Optional.of(started.platform());
            case Start.AlreadyRuns _ ->
                throw new IllegalStateException("another process runs the platform in " + state);
            case Start.Failed failed -> throw new IllegalStateException(failed.reason());
        };
        tokens.clear();
    }

    void stop() {
        running.ifPresent(RunningPlatform::close);
        running = Optional.empty();
    }

    PlatformState platform() {
        return running.orElseThrow().state();
    }

    CommandLineRun run(String... arguments) {
        return CommandLineRun.of(root, state, arguments);
    }

    /** A command that must succeed, as JSON. */
    JsonNode json(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--format";
        all[arguments.length + 1] = "json";
        CommandLineRun run = run(all);
        if (run.exitCode() != 0) {
            throw new AssertionError(
                    "%s: exit code %d%n%s".formatted(String.join(" ", all), run.exitCode(), run.err()));
        }
        return parsed(run.out());
    }

    URI url(String service) {
        return Objects.requireNonNull(platform().urls().get(service), service);
    }

    /** An access token of a demo account. */
    String token(String account) {
        return tokens.computeIfAbsent(account, name -> {
            String form =
                    "grant_type=password&client_id=lockstep-cli&username=%s&password=demo-%s".formatted(name, name);
            HttpResponse<String> answer = send(
                    HttpRequest.newBuilder(url("keycloak").resolve("/realms/lockstep/protocol/openid-connect/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build());
            return parsed(answer.body()).path("access_token").asText();
        });
    }

    HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(url(service).resolve(path)).timeout(PATIENCE);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The database of a service, as the service itself sees it. */
    Connection database(String service) throws IOException, SQLException {
        String password =
                Files.readString(state.resolve("secrets/postgresql-" + service)).strip();
        URI server = platform().components().stream()
                .filter(component -> component.name().equals("postgresql"))
                .findFirst()
                .orElseThrow()
                .address();
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(server.getHost(), server.getPort(), service), service, password);
    }

    static JsonNode parsed(String text) {
        try {
            return ContractJson.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    @Override
    public void close() {
        stop();
        http.shutdownNow();
        http.close();
    }
}
