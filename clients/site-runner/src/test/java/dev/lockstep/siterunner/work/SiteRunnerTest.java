package dev.lockstep.siterunner.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskOutput;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner as a process of its own, against a stub of the platform; kill -9 included. */
class SiteRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String SECRET = "a-secret-of-the-runner";

    @TempDir
    Path folder;

    private StubPlatform platform;
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

    private Process runner() throws IOException {
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

    private Path log() {
        return folder.resolve("log");
    }

    private void program(String name, String script) throws IOException {
        Path file = folder.resolve("bin").resolve(name);
        Files.writeString(file, "#!/usr/bin/env bash\ncd '" + folder + "'\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private UUID execute(String... argv) {
        return execute(UUID.randomUUID(), 1, LONG, argv);
    }

    private UUID execute(UUID id, long token, Duration timeout, String... argv) {
        platform.tasks.add(StubPlatform.task(id, token, new Work.Execute(List.of(argv)), timeout));
        return id;
    }

    private TaskResult result() throws InterruptedException, IOException {
        TaskResult result = platform.results.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(result).as(() -> "no result; the runner said: " + said()).isNotNull();
        return Objects.requireNonNull(result);
    }

    private String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return "(nothing)";
        }
    }

    /** Whether a file of this ending stands anywhere in the test's folder. */
    private boolean isThere(String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(ending));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void commandThatOutlivesItsRunnerKeepsItsGrantUntilItEnds() throws Exception {
        program("slow", "touch begun; while [ ! -e go ]; do sleep 0.05; done; touch ended");
        execute("slow");
        Process first = runner();
        await(() -> Files.exists(folder.resolve("begun")) && isThere(".process"));
        first.destroyForcibly().waitFor();
        platform.heartbeats.clear();

        runner();

        await(() -> platform.heartbeats.size() > 2);
        assertThat(platform.results).isEmpty();
        Files.createFile(folder.resolve("go"));
        assertThat(result().outcome()).isEqualTo(TaskOutcome.UNKNOWN);
        assertThat(folder.resolve("ended")).exists();
    }

    @Test
    void outputThatCannotBeSentAsItIsIsSentAllTheSame() throws Exception {
        program("odd", "printf 'a\\0b\\n'; printf 'x%.0s' $(seq 1 3999); printf '🏢🏢\\n'; echo end");
        execute("odd");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        List<String> lines = platform.outputs.stream()
                .map(TaskOutput::lines)
                .flatMap(List::stream)
                .toList();
        assertThat(lines).containsExactly("a\uFFFDb", "x".repeat(3999) + "…", "end");
    }

    @Test
    void commandWhoseGrantIsGoneIsNotStartedUntilItIsGrantedAgain() throws Exception {
        program("change", "echo ran >> runs");
        platform.heartbeatStatus = 409;
        UUID id = execute("change");
        runner();
        await(() -> said().contains("task-too-late"));
        assertThat(folder.resolve("runs")).doesNotExist();

        platform.heartbeatStatus = 204;
        execute(id, 2, LONG, "change");

        assertThat(result().fencingToken()).isEqualTo(2);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
        assertThat(platform.results).isEmpty();
    }

    @Test
    void aCommandForWhichTheRunnerWasKilledBeforeItsGrantWasConfirmedIsNotUnknown() throws Exception {
        program("change", "echo ran >> runs");
        platform.heartbeatStatus = 503;
        UUID id = execute("change");
        Process first = runner();
        await(() -> said().contains("grant-not-confirmed"));
        first.destroyForcibly().waitFor();
        platform.heartbeatStatus = 204;
        platform.leases.clear();

        runner();
        await(() -> !platform.leases.isEmpty());
        execute(id, 2, LONG, "change");

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void twoRunnersDoNotShareAFolder() throws Exception {
        program("wait", "touch begun; sleep 20");
        execute("wait");
        runner();
        await(() -> Files.exists(folder.resolve("begun")));

        Process second = runner();

        assertThat(second.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(2);
        assertThat(said()).contains("another runner works in");
        assertThat(platform.results).isEmpty();
    }

    @Test
    void runsACommandWithItsArgumentsAsTheyAreAndStreamsItsOutput() throws Exception {
        program("tell", "printf '<%s>\\n' \"$@\"; echo \"password: hunter22 $SECRET\"; echo '" + SECRET + "'; exit 7");
        execute("tell", "two  blanks", "a\"b'c", "R&D 100% $HOME `x`", "");
        runner();

        TaskResult result = result();

        assertThat(result.outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(result.exitCode()).isEqualTo(7);
        List<String> lines = platform.outputs.stream()
                .map(TaskOutput::lines)
                .flatMap(List::stream)
                .toList();
        assertThat(lines)
                .containsExactly(
                        "<two  blanks>",
                        "<a\"b'c>",
                        "<R&D 100% $HOME `x`>",
                        "<>",
                        "password: [redacted] ",
                        "[redacted]");
        assertThat(platform.outputs.getFirst().firstLine()).isEqualTo(1);
        assertThat(platform.leases.getFirst().site()).isEqualTo("demo");
    }

    @Test
    void theSecretIsNotInTheEnvironmentOfCommands() throws Exception {
        program("tell", "env | grep -c CLIENT_SECRET; true");
        execute("tell");
        runner();

        assertThat(result().exitCode()).isZero();
        assertThat(platform.outputs.getFirst().lines()).containsExactly("0");
    }

    @Test
    void reportsFactsOfObservationsAndErrorsAsErrors() throws Exception {
        program(
                "sc",
                "printf 'SERVICE_NAME: W3SVC\\r\\n        STATE              : 4  RUNNING \\r\\n        WAIT_HINT          : 0x0\\r\\n'");
        program("garbled", "printf 'Zustand: l\\344uft\\r\\n'");
        Map<String, com.fasterxml.jackson.databind.JsonNode> arguments =
                Map.of("node", TextNode.valueOf("N1"), "service", TextNode.valueOf("W3SVC"));
        List<String> argv = List.of("sc", "\\\\N1", "query", "W3SVC");
        Work good = new Work.Observe(List.of(new Observation("service-state", argv, arguments)));
        Work bad = new Work.Observe(List.of(
                new Observation("service-state", argv, arguments),
                new Observation("service-state", List.of("garbled"), arguments)));
        platform.tasks.add(StubPlatform.task(UUID.randomUUID(), 1, good, LONG));
        Process runner = runner();

        TaskResult seen = result();
        assertThat(seen.outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(seen.facts())
                .extracting(each -> each.path() + "=" + each.value().asText())
                .containsExactly("/nodes/N1/services/W3SVC/installed=true", "/nodes/N1/services/W3SVC/state=RUNNING");
        assertThat(seen.facts().getFirst().source()).isEqualTo("sc \\\\N1 query W3SVC");

        platform.tasks.add(StubPlatform.task(UUID.randomUUID(), 2, bad, LONG));
        TaskResult refused = result();
        assertThat(refused.outcome()).isEqualTo(TaskOutcome.FAILED);
        assertThat(refused.facts()).isEmpty();
        assertThat(refused.failure()).contains("garbled: ");
        assertThat(runner.isAlive()).isTrue();
    }

    @Test
    void theResourcesOfARowThatCanBeReadInTwoWaysAreAskedFor() throws Exception {
        program("cluster", """
                header='Resource             Group                Node            Status
                -------------------- -------------------- --------------- ------'
                row='XXXXXXXXXXXXXXXXXXXX My Group 1           NODE1           Online'
                case "$3" in
                  /status) printf 'Listing status for all available resources:\n\n%s\n%s\n\n' "$header" "$row" ;;
                  XXXXXXXXXXXXXXXXXXXX) printf "Listing status for resource '%s':\n\n%s\n%s\n\n" "$3" "$header" "$row" ;;
                  *) printf '\nSystem error 5007 has occurred (0x0000138f).\nThe cluster resource could not be found.\n' ;;
                esac
                """);
        Observation listing = new Observation(
                "cluster-resource-listing",
                List.of("cluster", "/cluster:CLU01", "res", "/status"),
                Map.of(
                        "groups",
                        JsonNodeFactory.instance.arrayNode().add("Group 1").add("My Group 1")));
        platform.tasks.add(StubPlatform.task(UUID.randomUUID(), 1, new Work.Observe(List.of(listing)), LONG));
        runner();

        TaskResult seen = result();
        assertThat(seen.failure()).isNull();
        assertThat(seen.facts())
                .extracting(each -> each.path() + "=" + each.value().asText())
                .containsExactly("/groups/My Group 1/resources/XXXXXXXXXXXXXXXXXXXX/state=ONLINE");
    }

    @Test
    void aMissingProgramIsAFailure() throws Exception {
        execute("no-such-program");
        execute("../bin/escape");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FAILED);
        assertThat(result().failure()).contains("there is no program");
    }

    @Test
    void atTheTimeoutTheWholeProcessTreeIsEnded() throws Exception {
        program("stuck", "sleep 600 & echo $! > child; wait");
        execute(UUID.randomUUID(), 1, Duration.ofSeconds(1), "stuck");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.TIMED_OUT);
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        await(() -> ProcessHandle.of(child).map(each -> !each.isAlive()).orElse(true));
        assertThat(platform.heartbeats).isNotEmpty().allMatch(each -> each.fencingToken() == 1);
    }

    @Test
    void aCommandGrantedAgainIsNotRunAgain() throws Exception {
        program("once", "echo ran >> runs; exit 3");
        UUID id = execute("once");
        runner();
        assertThat(result().exitCode()).isEqualTo(3);

        execute(id, 5, LONG, "once");

        TaskResult again = result();
        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.fencingToken()).isEqualTo(5);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void aCommandDuringWhichTheRunnerWasKilledIsUnknownAndNeverRunAgain() throws Exception {
        program("slow", "echo ran >> runs; exec sleep 600");
        UUID id = execute(UUID.randomUUID(), 1, Duration.ofSeconds(3), "slow");
        Process first = runner();
        await(() -> Files.exists(folder.resolve("runs")));
        first.destroyForcibly().waitFor();

        runner();

        TaskResult unknown = result();
        assertThat(unknown.outcome()).isEqualTo(TaskOutcome.UNKNOWN);
        assertThat(unknown.fencingToken()).isEqualTo(1);
        execute(id, 2, LONG, "slow");
        assertThat(result().outcome()).isEqualTo(TaskOutcome.UNKNOWN);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void aResultThatWasNotHeardSurvivesTheRunner() throws Exception {
        program("once", "echo ran >> runs");
        platform.resultStatus = 503;
        execute("once");
        Process first = runner();
        await(() -> platform.refusedResults.get() > 0);
        first.destroyForcibly().waitFor();
        platform.resultStatus = 204;

        runner();

        TaskResult result = result();
        assertThat(result.outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(result.exitCode()).isZero();
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void aResultThatIsRefusedForGoodDoesNotStopTheRunner() throws Exception {
        program("once", "true");
        platform.resultStatus = 409;
        execute("once");
        runner();
        await(() -> platform.refusedResults.get() == 1);
        platform.resultStatus = 204;

        execute("once");

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(said()).contains("result-refused");
        assertThat(platform.refusedResults).hasValue(1);
    }

    @Test
    void whenThePlatformIsAwayTheRunnerSaysSoAndTriesAgain() throws Exception {
        program("once", "true");
        platform.failingLeases.set(6);
        execute("once");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(said()).contains("platform-unreachable").doesNotContain(SECRET);
        assertThat(List.copyOf(platform.leases).stream().map(LeaseRequest::request))
                .as("a request without an answer is repeated under its id")
                .doesNotContainNull()
                .matches(requests -> requests.stream().distinct().count() < requests.size());
    }

    @Test
    void aRunnerThatHasNothingToDoEndsAtOnceWhenAsked() throws Exception {
        Process runner = runner();
        await(() -> !platform.leases.isEmpty());

        runner.destroy();

        assertThat(runner.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }
}
