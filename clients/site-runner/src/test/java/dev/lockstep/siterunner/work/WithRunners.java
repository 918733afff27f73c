package dev.lockstep.siterunner.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runners as processes of their own, against a stub of the platform. */
abstract class WithRunners {
    static final Duration LONG = Duration.ofSeconds(20);
    static final String SECRET = "a-secret-of-the-runner";

    @TempDir
    Path folder;

    StubPlatform platform;
    private final List<Process> runners = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        platform = StubPlatform.start();
        Files.createDirectories(folder.resolve("bin"));
    }

    @AfterEach
    void stop() {
        runners.forEach(Process::destroyForcibly);
        platform.close();
    }

    Process runner() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lockstep.siterunner.Main");
        builder.environment()
                .putAll(Map.of(
                        "LOCKSTEP_SITE",
                        "demo",
                        "LOCKSTEP_RUNNER",
                        "runner-1",
                        "LOCKSTEP_ORCHESTRATION_URL",
                        platform.url().toString(),
                        "LOCKSTEP_ISSUER_URL",
                        platform.issuer().toString(),
                        "LOCKSTEP_CLIENT_ID",
                        "lockstep-runner-demo",
                        "LOCKSTEP_CLIENT_SECRET",
                        SECRET,
                        "LOCKSTEP_WORK",
                        folder.resolve("memory").toString(),
                        "LOCKSTEP_COMMAND_PATH",
                        folder.resolve("bin").toString()));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        runners.add(process);
        return process;
    }

    Path log() {
        return folder.resolve("log");
    }

    void program(String name, String script) throws IOException {
        Path file = folder.resolve("bin").resolve(name);
        Files.writeString(file, "#!/usr/bin/env bash\ncd '" + folder + "'\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    UUID execute(String... argv) {
        return execute(UUID.randomUUID(), 1, LONG, argv);
    }

    UUID execute(UUID id, long token, Duration timeout, String... argv) {
        platform.tasks.add(StubPlatform.task(id, token, new Work.Execute(List.of(argv)), timeout));
        return id;
    }

    TaskResult result() throws InterruptedException, IOException {
        TaskResult result = platform.results.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(result).as(() -> "no result; the runner said: " + said()).isNotNull();
        return Objects.requireNonNull(result);
    }

    String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return "(nothing)";
        }
    }

    /** Whether a file of this ending stands anywhere in the test's folder. */
    boolean isThere(String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(ending));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
