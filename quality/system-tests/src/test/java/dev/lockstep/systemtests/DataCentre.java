package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.lab.world.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/**
 * The data centre with the clusters of one organization. People ask, approve and begin, and one does what the lab's operator leaves to
 * people; the runner and the lab's operator do the rest.
 */
final class DataCentre {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double ANY_SPEED = 1;

    private final Scene scene;
    private final Duration limit;

    /** @param limit of a journey */
    DataCentre(Scene scene, Duration limit) {
        this.scene = scene;
        this.limit = limit;
    }

    /** The inventory documents of its clusters, which are also what the lab begins with. */
    static Path documents(Path checkout) {
        return checkout.resolve("lab/src/main/resources/scenarios/contoso");
    }

    void imported() throws IOException {
        for (Path document : Inventory.files(scene.dataCentre())) {
            scene.json("import", document.toString(), "--site", "demo", "--as", "inventory-editor");
        }
    }

    /**
     * Makes all journeys side by side, those of one cluster one after the other, and judges where each led. The first of all clusters are
     * approved before any of them is begun and before anybody acts on the organization: until then nothing outdates a plan, and no approver
     * is kept waiting by what changes.
     */
    void travel(List<List<Journey>> journeys) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> approvals = new ArrayList<>();
            journeys.forEach(ofOneCluster -> approvals.add(() -> approved(ofOneCluster.getFirst())));
            List<String> firsts = new ArrayList<>();
            for (Future<String> approval : people.invokeAll(approvals)) {
                firsts.add(approval.get());
            }
            firsts.forEach(this::start);
            List<Callable<Void>> clusters = new ArrayList<>();
            for (int i = 0; i < firsts.size(); i++) {
                List<Journey> ofOneCluster = journeys.get(i);
                String first = firsts.get(i);
                clusters.add(() -> {
                    ofOneCluster.getFirst().assertArrived(arrived(ofOneCluster.getFirst(), first));
                    for (Journey later : ofOneCluster.subList(1, ofOneCluster.size())) {
                        String rollout = approved(later);
                        start(rollout);
                        later.assertArrived(arrived(later, rollout));
                    }
                    return null;
                });
            }
            try (Colleague _ = new Colleague(scene).start()) {
                List<Future<Void>> ends = people.invokeAll(clusters);
                for (int i = 0; i < ends.size(); i++) {
                    Future<Void> end = ends.get(i);
                    all.assertThatCode(end::get)
                            .as(journeys.get(i).getFirst().cluster())
                            .doesNotThrowAnyException();
                }
            }
        } finally {
            all.assertAll();
        }
    }

    private Journey.Result arrived(Journey journey, String rollout) throws IOException {
        await(journey.toString())
                .atMost(limit)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    Glance glance = Glance.at(scene, rollout).orElseThrow();
                    assertThat(glance.status()).as(glance.toString()).isEqualTo("COMPLETED");
                });
        return new Journey.Result(
                rollout,
                completed(shown(rollout)),
                cluster(journey.cluster(), rollout),
                acts(),
                scene.json("audit", "certificate", rollout, "--as", "auditor"));
    }

    private String approved(Journey journey) {
        String[] hash = new String[1];
        await("validation and orchestration have heard of " + journey.cluster())
                .atMost(PATIENCE)
                .untilAsserted(() -> hash[0] = scene.json(
                                "plan",
                                journey.id(),
                                "--scenario",
                                journey.scenario(),
                                "--target-build",
                                journey.target(),
                                "--operator",
                                "CORP\\exadmin",
                                "--as",
                                "coordinator")
                        .path("hash")
                        .asText());
        String rollout = scene.json("rollout", "request", hash[0], "--as", "coordinator")
                .path("id")
                .asText();
        await("the rollouts that run already leave a moment in which validation has answered on the newest facts")
                .atMost(PATIENCE)
                .untilAsserted(() -> scene.json("rollout", "approve", rollout, "--as", "approver"));
        return rollout;
    }

    private void start(String rollout) {
        scene.json("rollout", "start", rollout, "--as", "operator");
    }

    private JsonNode shown(String rollout) {
        return scene.json("rollout", "show", rollout, "--as", "operator");
    }

    private static List<String> completed(JsonNode rollout) {
        List<String> completed = new ArrayList<>();
        for (JsonNode step : rollout.path("steps")) {
            String status = step.path("status").asText();
            assertThat(status).as(step.path("id").asText()).isIn("COMPLETED", "SKIPPED");
            if (status.equals("COMPLETED")) {
                completed.add(step.path("id").asText());
            }
        }
        return completed;
    }

    /** The cluster as the lab itself has it on disk. */
    private Cluster cluster(String name, String rollout) throws IOException {
        Path copy = Files.createDirectories(scene.state().resolve("lab-as-seen").resolve(rollout));
        try (Stream<Path> files = Files.list(scene.state().resolve("data/lab"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        try (Lab lab = Lab.open(copy, Inventory.read(scene.dataCentre()), ANY_SPEED, Clock.systemUTC())) {
            return lab.now().cluster(name).orElseThrow();
        }
    }

    private List<String> acts() throws IOException {
        return Person.commands(scene).stream()
                .map(command -> (command.path("node").asText() + " " + String.join(" ", Person.line(command))).strip())
                .toList();
    }
}
