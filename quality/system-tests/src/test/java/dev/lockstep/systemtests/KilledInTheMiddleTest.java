package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.localstack.platform.Platform.Records;
import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every service and the runner are killed at random moments of a rollout; it finishes all the same. Takes several minutes, so it
 * runs on demand: {@code ./lockstep test -pl quality/system-tests -am -Dtests.excluded=none}.
 */
@Tag("faults")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class KilledInTheMiddleTest {

    private static final List<String> VICTIMS =
            List.of("orchestration", "inventory", "validation", "audit", "site-runner", "orchestration", "inventory");
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final int LONGEST_PAUSE_SECONDS = 8;

    @TempDir
    Path state;

    @Test
    void theRolloutFinishesNoStepIsExecutedTwiceAndNothingIsMissingInTheAudit() throws Exception {
        long seed = Long.getLong("lockstep.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> killed = new ArrayList<>();
        Map<String, Integer> decided = new HashMap<>();
        try (Scene scene = new Scene(state)) {
            scene.start(Records.FORGOTTEN);
            String rollout = begun(scene);
            Instant deadline = Instant.now().plus(LIMIT);
            List<String> victims = new ArrayList<>(VICTIMS);
            Instant next = soon(random);
            String status = "";
            while (!status.equals("COMPLETED") && Instant.now().isBefore(deadline)) {
                if (!victims.isEmpty() && Instant.now().isAfter(next)) {
                    String victim = victims.removeFirst();
                    kill(scene, victim);
                    killed.add(victim);
                    next = soon(random);
                }
                status = look(scene, rollout, decided);
                TimeUnit.MILLISECONDS.sleep(300);
            }

            assertThat(status)
                    .as("seed %d, killed %s, %s", seed, killed, where(scene, rollout))
                    .isEqualTo("COMPLETED");
            assertThat(killed).containsExactlyElementsOf(VICTIMS);
            assertThat(executedTwice(scene))
                    .as("seed %d, decided %s", seed, decided)
                    .hasSizeLessThanOrEqualTo(retries(decided));
            AuditCompleteness.assertComplete(scene);
            assertThat(scene.json("audit", "rollout", rollout, "--as", "auditor")
                            .path("oneAtATime")
                            .path("held")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static Instant soon(Random random) {
        return Instant.now().plusSeconds(2 + random.nextInt(LONGEST_PAUSE_SECONDS));
    }

    private static String begun(Scene scene) throws InterruptedException {
        String document = scene.checkout()
                .resolve("lab/src/main/resources/scenarios/contoso-clu01.yaml")
                .toString();
        scene.json("import", document, "--site", "demo", "--as", "inventory-editor");
        String hash = eventually(scene, "plan", "contoso:clu01", "--operator", "CORP\\exadmin", "--as", "coordinator")
                .path("hash")
                .asText();
        String rollout = scene.json("rollout", "request", hash, "--as", "coordinator")
                .path("id")
                .asText();
        scene.json("rollout", "approve", rollout, "--as", "approver");
        scene.json("rollout", "start", rollout, "--as", "operator");
        return rollout;
    }

    private static JsonNode eventually(Scene scene, String... arguments) throws InterruptedException {
        AssertionError last = new AssertionError("never asked");
        for (int i = 0; i < 60; i++) {
            try {
                return scene.json(arguments);
            } catch (AssertionError notYet) {
                last = notYet;
                TimeUnit.SECONDS.sleep(1);
            }
        }
        throw last;
    }

    private static void kill(Scene scene, String victim) {
        Optional<ComponentState> running = scene.platform().components().stream()
                .filter(component -> component.name().equals(victim))
                .findFirst();
        ProcessIdentity process = Objects.requireNonNull(running.orElseThrow().process(), victim);
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** How the rollout stands; what is held because its runner was killed is decided as an operator would: look first. */
    private static String look(Scene scene, String rollout, Map<String, Integer> decided) {
        CommandLineRun shown = scene.run("rollout", "show", rollout, "--as", "operator", "--format", "json");
        if (shown.exitCode() != 0) {
            return "";
        }
        JsonNode view = Scene.parsed(shown.out());
        for (JsonNode step : view.path("steps")) {
            if (step.path("status").asText().equals("HELD")) {
                String id = step.path("id").asText();
                String decision = decided.merge(id, 1, Integer::sum) == 1 ? "verify_again" : "retry";
                scene.run(
                        "rollout",
                        "decide",
                        rollout,
                        id,
                        decision,
                        "--reason",
                        "Its runner was killed.",
                        "--as",
                        "operator");
            }
        }
        return view.path("status").asText();
    }

    /** How often a person had a step carried out again, which nobody but a person may decide. */
    private static int retries(Map<String, Integer> decided) {
        return decided.values().stream().mapToInt(times -> times - 1).sum();
    }

    private static String where(Scene scene, String rollout) {
        return scene.run("rollout", "show", rollout, "--as", "operator").out();
    }

    /**
     * Commands that the lab was told to carry out more often than decisions to carry a step out again explain. Looks do not count, nor
     * does what may be repeated because it has no effect the second time.
     */
    private static List<String> executedTwice(Scene scene) throws IOException {
        Map<String, Integer> times = new HashMap<>();
        for (String line : Files.readAllLines(scene.state().resolve("data/lab/commands.jsonl"))) {
            JsonNode command = Scene.parsed(line);
            String text = command.path("arguments").toString();
            boolean unrepeatable = command.path("program").asText().equals("setup")
                    || text.contains("create-system-attendant")
                    || text.contains("/create");
            if (unrepeatable) {
                times.merge(line, 1, Integer::sum);
            }
        }
        assertThat(times).as("commands that the lab was told to carry out").hasSizeGreaterThan(10);
        return times.entrySet().stream()
                .filter(command -> command.getValue() > 1)
                .map(command -> command.getValue() + " times " + command.getKey())
                .toList();
    }
}
