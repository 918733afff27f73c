package dev.lockstep.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeashTest {
    private static final String SCRIPT = "trap 'echo told to end; exit 0' TERM; echo $$; while :; do sleep 0.2; done";

    @TempDir
    private Path folder;

    /** Launched in a process of its own, which the test kills: starts a child and never ends. */
    public static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[1]);
            ChildProcess child =
                    new Launcher(Leash.valueOf(arguments[0]), RootPolicy.available()).launch(script(folder));
            while (!Files.readString(child.spec().log()).contains("\n")) {
                Thread.onSpinWait();
            }
            System.out.println("launched");
            child.awaitExit();
        }
    }

    @ParameterizedTest
    @EnumSource(Leash.class)
    void aChildDoesNotOutliveAKilledParent(Leash leash) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        leash.name(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("launched");
            ProcessHandle child = ProcessHandle.of(childPid()).orElseThrow();

            parent.destroyForcibly().waitFor();

            child.onExit().get(120, TimeUnit.SECONDS);
            assertThat(Files.readString(log())).endsWith("told to end\n");
        } finally {
            parent.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(Leash.class)
    void aChildIsAskedToEndBeforeItIsKilled(Leash leash) throws Exception {
        ChildProcess child = new Launcher(leash, RootPolicy.available()).launch(script(folder));
        ProcessHandle script = ProcessHandle.of(childPid()).orElseThrow();

        boolean byItself = child.stop(Duration.ofSeconds(20));

        assertThat(byItself).isTrue();
        assertThat(script.isAlive()).isFalse();
        assertThat(Files.readString(log())).endsWith("told to end\n");
    }

    @ParameterizedTest
    @EnumSource(Leash.class)
    void aKilledChildIsGoneAndSaidNothing(Leash leash) throws Exception {
        ChildProcess child = new Launcher(leash, RootPolicy.available()).launch(script(folder));
        ProcessHandle script = ProcessHandle.of(childPid()).orElseThrow();

        child.kill();

        script.onExit().get(120, TimeUnit.SECONDS);
        assertThat(Files.readString(log())).doesNotContain("told to end");
    }

    private static ChildSpec script(Path folder) {
        return new ChildSpec(
                "script",
                List.of("sh", "-c", SCRIPT),
                Map.of(),
                folder,
                folder.resolve("script.log"),
                StopSignal.TERMINATE,
                false);
    }

    private Path log() {
        return folder.resolve("script.log");
    }

    private long childPid() throws IOException {
        while (!Files.exists(log()) || !Files.readString(log()).contains("\n")) {
            Thread.onSpinWait();
        }
        return Long.parseLong(Files.readAllLines(log()).getFirst());
    }
}
