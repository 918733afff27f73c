package dev.lockstep.benchmarks;

import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.PlatformState.Status;
import dev.lockstep.localstack.server.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The built platform as processes: how long until it takes an import when it is started a second time, how long each service needs to
 * start, what each of them holds in memory after an import, and what the platform costs while nobody uses it.
 */
final class PlatformBenchmark implements Benchmark {

    private static final List<String> SERVICES = List.of("inventory", "validation", "orchestration", "audit");
    private static final String DOCUMENT = "lab/src/main/resources/scenarios/contoso-clu01.yaml";
    private static final String CLUSTER = "contoso:clu01";
    private static final String EDITOR = "inventory-editor";
    private static final Duration CALM = Duration.ofSeconds(15);

    private final Path root = Checkout.root();

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
            try (BuiltPlatform platform = start(state)) {
                String token = platform.token(EDITOR);
                figures.add(Figure.atMost("second start until ready to import", secondsSince(start), "s", 40));
                importDemo(platform, token);
                for (String service : SERVICES) {
                    figures.addAll(restart(platform, service));
                }
                importDemo(platform, platform.token(EDITOR));
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

    private BuiltPlatform start(Path state) throws IOException, InterruptedException {
        return BuiltPlatform.start(new Platform(root, state), Set.of());
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
    private List<Figure> restart(BuiltPlatform platform, String service) throws Exception {
        long old = process(platform, service).pid();
        process(platform, service).destroy();
        BuiltPlatform.await(
                service + " has a new process",
                () -> platform.process(service)
                        .filter(process -> process.pid() != old)
                        .isPresent());
        long start = System.nanoTime();
        URI ready = platform.url(service).resolve("/q/health/ready");
        BuiltPlatform.await(service + " is ready", () -> answers(platform, ready));
        double seconds = secondsSince(start);
        double processor = ProcessTree.processorSeconds(process(platform, service));
        BuiltPlatform.await(
                service + " is known to be ready",
                () -> platform.component(service).status() == Status.READY);
        return List.of(
                Figure.atMost(service + ": start until ready", seconds, "s", 4),
                Figure.information(service + ": processor time of the start", processor, "s"));
    }

    private List<Figure> idle(BuiltPlatform platform, Duration time) {
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

    private static double processorSeconds(BuiltPlatform platform, List<String> components) {
        return components.stream()
                .mapToDouble(component -> ProcessTree.processorSeconds(process(platform, component)))
                .sum();
    }

    private static double memory(BuiltPlatform platform, String service) throws IOException, InterruptedException {
        return ProcessTree.residentMegabytes(process(platform, service));
    }

    private void importDemo(BuiltPlatform platform, String token) throws Exception {
        platform.post(
                "inventory",
                "/api/inventory/imports?site=demo",
                token,
                "application/yaml",
                HttpRequest.BodyPublishers.ofFile(root.resolve(DOCUMENT)));
        URI report = platform.url("validation").resolve("/api/validation/clusters/" + CLUSTER + "/report");
        BuiltPlatform.await(
                "validation knows the cluster",
                () -> platform.get(report, token).statusCode() == 200);
    }

    private static boolean answers(BuiltPlatform platform, URI ready) throws InterruptedException {
        try {
            return platform.send(HttpRequest.newBuilder(ready).build()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static ProcessHandle process(BuiltPlatform platform, String name) {
        return platform.process(name).orElseThrow();
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
