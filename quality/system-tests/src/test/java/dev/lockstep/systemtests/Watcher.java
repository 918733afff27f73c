package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.NoSuchElementException;

/** A person who waits for a step of a cluster's rollout to need somebody, reads why, and says how it goes on. */
final class Watcher {

    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Duration READING = Duration.ofSeconds(45);
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Scene scene;
    private final LabFaults faults;

    Watcher(Scene scene, LabFaults faults) {
        this.scene = scene;
        this.faults = faults;
    }

    LabFaults faults() {
        return faults;
    }

    /** Where a rollout of a cluster stands. */
    record Place(String rollout, String step) {}

    /**
     * Waits until a step is in a phase and the platform tells why.
     *
     * @param step its id; whichever it is when empty
     * @param reasons what the platform says, in parts
     */
    Place awaits(String cluster, String step, String phase, String... reasons) {
        Place[] place = new Place[1];
        await("%s %s %s".formatted(cluster, step, phase))
                .atMost(LIMIT)
                .pollInterval(GLANCE)
                .ignoreException(NoSuchElementException.class)
                .untilAsserted(() -> place[0] = place(cluster, step, phase));
        await("%s %s says why".formatted(cluster, step))
                .atMost(READING)
                .untilAsserted(
                        () -> assertThat(shown(place[0]).path("waitingFor").asText())
                                .containsIgnoringCase(reasons[0])
                                .contains(reasons));
        return place[0];
    }

    /** Waits until it is a step's turn. */
    void reaches(String cluster, String step) {
        await("%s reaches %s".formatted(cluster, step))
                .atMost(LIMIT)
                .pollInterval(GLANCE)
                .ignoreException(NoSuchElementException.class)
                .untilAsserted(() -> assertThat(Glance.atCluster(scene, "contoso:" + cluster)
                                .orElseThrow()
                                .step())
                        .isEqualTo(step));
    }

    private Place place(String cluster, String step, String phase) throws SQLException, IOException {
        Glance glance = Glance.atCluster(scene, "contoso:" + cluster).orElseThrow();
        assertThat(glance.phase()).as(glance.toString()).isEqualTo(phase);
        assertThat(glance.step()).contains(step);
        return new Place(glance.rollout(), glance.step());
    }

    private JsonNode shown(Place place) {
        return scene.json("rollout", "show", place.rollout(), "--as", "operator");
    }

    /** Waits until a step is completed, and makes sure that it was so by its first attempt. */
    void seesCompletedAtOnce(String cluster, String step) {
        await("%s completes %s".formatted(cluster, step)).atMost(LIMIT).untilAsserted(() -> {
            String rollout =
                    Glance.atCluster(scene, "contoso:" + cluster).orElseThrow().rollout();
            JsonNode shown =
                    scene.json("rollout", "show", rollout, "--as", "operator").path("steps");
            assertThat(shown)
                    .filteredOn(each -> each.path("id").asText().equals(step))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.path("status").asText()).isEqualTo("COMPLETED");
                        assertThat(each.path("attempt").asInt()).isEqualTo(1);
                    });
        });
    }

    /** Says how a step goes on. */
    void decides(Place place, String decision) {
        scene.json(
                "rollout",
                "decide",
                place.rollout(),
                place.step(),
                decision,
                "--reason",
                "I saw to it.",
                "--as",
                "operator");
    }

    /** Tries to have a step taken back that cannot be. */
    void cannotUndo(Place place, String why) {
        CommandLineRun run = scene.runInTurn(
                "rollout",
                "decide",
                place.rollout(),
                place.step(),
                "undo",
                "--reason",
                "Could it be?",
                "--as",
                "operator");
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains(why);
    }

    /** Does by hand what a program only said it did. */
    void doesByHand(String program, String... arguments) throws IOException, InterruptedException {
        scene.inLab(program, arguments);
    }

    /** Whether a line was started in the data centre. */
    void assertStarted(String line) throws IOException {
        assertThat(Person.commands(scene))
                .anyMatch(command -> String.join(" ", Person.line(command)).contains(line));
    }
}
