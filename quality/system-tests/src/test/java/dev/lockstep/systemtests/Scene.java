package dev.lockstep.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.Platform.Records;
import dev.lockstep.localstack.platform.Platform.Start;
import dev.lockstep.localstack.platform.PlatformState;
import dev.lockstep.localstack.platform.PlatformState.ComponentState;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A platform of its own in a temporary state folder, on free ports, and the ways to reach it. */
final class Scene implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Optional<Path> sharedState = Optional.empty();

    private final Path root = root();
    private final Path state;
    private final Path dataCentre;
    private final Map<String, Map<String, String>> settings;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, Lock> turns = new ConcurrentHashMap<>();
    private Optional<RunningPlatform> running = Optional.empty();

    Scene(Path state) {
        this(state, root().resolve("lab/src/main/resources/scenarios/contoso-clu01.yaml"));
    }

    /** @param dataCentre inventory document that the lab begins with */
    Scene(Path state, Path dataCentre) {
        this(state, dataCentre, Map.of());
    }

    /** @param settings environment variables of the services by their names, beside those that make them part of the platform */
    Scene(Path state, Path dataCentre, Map<String, Map<String, String>> settings) {
        this.state = state;
        this.dataCentre = dataCentre;
        this.settings = Map.copyOf(settings);
    }

    /** The state folder that tests use one after the other, so that the servers are set up only once. */
    static synchronized Path sharedState() throws IOException {
        if (sharedState.isEmpty()) {
            Path folder = Files.createTempDirectory("lockstep-system-tests");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleted(folder), "delete-" + folder.getFileName()));
            sharedState = Optional.of(folder);
        }
        return sharedState.get();
    }

    private static void deleted(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.err.println(folder + " is left behind: " + e);
        }
    }

    static Path root() {
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

    Path dataCentre() {
        return dataCentre;
    }

    /** The settings that a service has here and not elsewhere. */
    Map<String, String> settings(String service) {
        return settings.getOrDefault(service, Map.of());
    }

    void start(Records records) throws IOException, InterruptedException {
        Start start = new Platform(root, state, dataCentre, settings).up(progress -> {}, records, Set.of());
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

    /** A command, of each account one at a time: Keycloak refuses one that signs in twice at once. */
    CommandLineRun runInTurn(String... arguments) {
        int as = List.of(arguments).indexOf("--as");
        Lock turn = turns.computeIfAbsent(as < 0 ? "" : arguments[as + 1], _ -> new ReentrantLock());
        turn.lock();
        try {
            return run(arguments);
        } finally {
            turn.unlock();
        }
    }

    /** A command that must succeed, as JSON; of each account one at a time. */
    JsonNode json(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--format";
        all[arguments.length + 1] = "json";
        CommandLineRun run = runInTurn(all);
        if (run.exitCode() != 0) {
            throw new AssertionError(
                    "%s: exit code %d%n%s".formatted(String.join(" ", all), run.exitCode(), run.err()));
        }
        return parsed(run.out());
    }

    /** Starts a program of the lab as a person would, who waits until it has done its work. */
    void inLab(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(root.resolve("lab/target/bin").resolve(program).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LOCKSTEP_LAB_URL", url("lab").toString());
        builder.environment()
                .put("LOCKSTEP_LAB_TOKEN", state.resolve("secrets/lab").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    URI url(String service) {
        return Objects.requireNonNull(platform().urls().get(service), service);
    }

    /** What an account shows, with the moment at which a new one is due. */
    private record Token(String text, Instant until) {}

    /** An access token of a demo account. */
    String token(String account) {
        return Objects.requireNonNull(tokens.compute(
                        account,
                        (name, known) ->
                                known != null && Instant.now().isBefore(known.until()) ? known : signedIn(name)))
                .text();
    }

    private Token signedIn(String account) {
        String form = "grant_type=password&client_id=lockstep-cli&username=%1$s&password=demo-%1$s".formatted(account);
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(url("keycloak").resolve("/realms/lockstep/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build());
        JsonNode token = parsed(answer.body());
        return new Token(
                token.path("access_token").asText(),
                Instant.now().plusSeconds(token.path("expires_in").asInt() / 2));
    }

    /** The items of a list, asked for over HTTP: without the sign-in that a command of the command line costs each time. */
    JsonNode items(String service, String path, String account) {
        HttpResponse<String> answer = send(request(service, path)
                .header("Authorization", "Bearer " + token(account))
                .build());
        if (answer.statusCode() != 200) {
            throw new AssertionError("%s: status %d%n%s".formatted(path, answer.statusCode(), answer.body()));
        }
        return parsed(answer.body()).path("items");
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

    /** A component of the platform as it stands. */
    ComponentState component(String name) {
        return platform().components().stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The database of a service, as the service itself sees it. */
    Connection database(String service) throws IOException, SQLException {
        return DriverManager.getConnection(jdbcUrl(service), service, databasePassword(service));
    }

    String jdbcUrl(String service) {
        URI server = component("postgresql").address();
        return "jdbc:postgresql://%s:%d/%s".formatted(server.getHost(), server.getPort(), service);
    }

    String databasePassword(String service) throws IOException {
        return Files.readString(state.resolve("secrets/postgresql-" + service)).strip();
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
