package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.Platform.Start;
import dev.lockstep.localstack.platform.PlatformState;
import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.platform.PlatformState.Status;
import dev.lockstep.localstack.platform.RunningPlatform;
import dev.lockstep.localstack.server.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The built platform as processes: how long until it takes an import when it is started a second time, how long each service needs to
 * start, what each of them holds in memory after an import, and what the platform costs while nobody uses it.
 */
final class PlatformBenchmark implements Benchmark {

    private static final List<String> SERVICES = List.of("inventory", "validation", "orchestration", "audit");
    private static final String DOCUMENT = "lab/src/main/resources/scenarios/contoso-clu01.yaml";
    private static final String CLUSTER = "contoso:clu01";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(15);

    private final Path root = Checkout.root();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Override
    public String name() {
        return "platform";
    }

    @Override
    public String description() {
        return "start, memory and idle cost of the built services on the local stack";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        Path state = Files.createTempDirectory("lockstep-benchmark-");
        try {
            start(state).close();
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.information("baseline: a JVM that prints its version", jvmStart(), "s"));
            long start = System.nanoTime();
            try (RunningPlatform platform = start(state)) {
                String token = token(platform);
                figures.add(Figure.atMost("second start until ready to import", secondsSince(start), "s", 40));
                importDemo(platform, token);
                for (String service : SERVICES) {
                    figures.addAll(restart(platform, service));
                }
                importDemo(platform, token(platform));
                figures.addAll(idle(platform, time));
                for (String service : SERVICES) {
                    figures.add(Figure.atMost(
                            service + ": resident memory after imports", memory(platform, service), "MB", 256));
                }
            }
            return figures;
        } finally {
            Folders.deleteRecursively(state);
        }
    }

    private RunningPlatform start(Path state) throws IOException, InterruptedException {
        return switch (new Platform(root, state).up(_ -> {})) {
            case Start.Started(RunningPlatform platform) -> platform;
            case Start.AlreadyRuns _ -> throw new IllegalStateException("Another process uses " + state);
            case Start.Failed(String reason) -> throw new IllegalStateException(reason);
        };
    }

    private static double jvmStart() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        long start = System.nanoTime();
        new ProcessBuilder(java.toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return secondsSince(start);
    }

    /** Ends a service in good order; its supervisor starts it again while the rest of the platform runs on. */
    private List<Figure> restart(RunningPlatform platform, String service) throws Exception {
        long old = process(platform, service).pid();
        process(platform, service).destroy();
        await(
                service + " has a new process",
                () -> optionalProcess(platform, service)
                        .filter(process -> process.pid() != old)
                        .isPresent());
        long start = System.nanoTime();
        URI ready = url(platform, service).resolve("/q/health/ready");
        await(service + " is ready", () -> answers(ready));
        double seconds = secondsSince(start);
        double processor = ProcessTree.processorSeconds(process(platform, service));
        await(
                service + " is known to be ready",
                () -> component(platform, service).status() == Status.READY);
        return List.of(
                Figure.atMost(service + ": start until ready", seconds, "s", 4),
                Figure.information(service + ": processor time of the start", processor, "s"));
    }

    private List<Figure> idle(RunningPlatform platform, Duration time) {
        LockSupport.parkNanos(CALM.toNanos());
        double servicesBefore = processorSeconds(platform, SERVICES);
        double serversBefore = processorSeconds(platform, List.of("postgresql", "kafka"));
        long start = System.nanoTime();
        while (secondsSince(start) < time.toSeconds()) {
            LockSupport.parkNanos(time.toNanos());
        }
        double seconds = secondsSince(start);
        return List.of(
                Figure.information(
                        "the four services while idle",
                        100 * (processorSeconds(platform, SERVICES) - servicesBefore) / seconds,
                        "% of one processor"),
                Figure.information(
                        "PostgreSQL and Kafka while idle",
                        100 * (processorSeconds(platform, List.of("postgresql", "kafka")) - serversBefore) / seconds,
                        "% of one processor"));
    }

    private static double processorSeconds(RunningPlatform platform, List<String> components) {
        return components.stream()
                .mapToDouble(component -> ProcessTree.processorSeconds(process(platform, component)))
                .sum();
    }

    private static double memory(RunningPlatform platform, String service) throws IOException, InterruptedException {
        return ProcessTree.residentMegabytes(process(platform, service));
    }

    private void importDemo(RunningPlatform platform, String token) throws Exception {
        HttpResponse<String> imported =
                send(HttpRequest.newBuilder(url(platform, "inventory").resolve("/api/inventory/imports?site=demo"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/yaml")
                        .POST(HttpRequest.BodyPublishers.ofFile(root.resolve(DOCUMENT)))
                        .build());
        if (imported.statusCode() / 100 != 2) {
            throw new IllegalStateException("The import was not accepted: " + imported.body());
        }
        URI report = url(platform, "validation").resolve("/api/validation/clusters/" + CLUSTER + "/report");
        await(
                "validation knows the cluster",
                () -> send(HttpRequest.newBuilder(report)
                                        .header("Authorization", "Bearer " + token)
                                        .build())
                                .statusCode()
                        == 200);
    }

    private String token(RunningPlatform platform) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        url(platform, "keycloak").resolve("/realms/lockstep/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "grant_type=password&client_id=lockstep-cli&username=inventory-editor&password=demo-inventory-editor"))
                .build());
        return JsonMapper.builder()
                .build()
                .readTree(answer.body())
                .path("access_token")
                .asText();
    }

    private boolean answers(URI ready) throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(ready).build()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (secondsSince(start) > PATIENCE.toSeconds()) {
                throw new IllegalStateException("Waited in vain: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static URI url(RunningPlatform platform, String component) {
        PlatformState state = platform.state();
        return Objects.requireNonNull(state.urls().get(component), component);
    }

    private static ComponentState component(RunningPlatform platform, String name) {
        return platform.state().components().stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<ProcessHandle> optionalProcess(RunningPlatform platform, String name) {
        return Optional.ofNullable(component(platform, name).process()).flatMap(process -> process.find());
    }

    private static ProcessHandle process(RunningPlatform platform, String name) {
        return optionalProcess(platform, name).orElseThrow();
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
