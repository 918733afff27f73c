package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.ExchangeInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two-node cluster whose Exchange 2000 is upgraded, both nodes active, and then brought to a service pack. People only ask, approve
 * and begin: the runner and the lab's operator do the rest.
 */
final class UpgradedCluster {

    static final String ID = "contoso:clu02";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final double ANY_SPEED = 1;

    /** The order of catalogue §2.9 for two active nodes. */
    private static final List<String> GOLDEN_ORDER = List.of(
            "move-evsa-to-e2k-n2",
            "setup-e2k-n1",
            "upgrade-evsa",
            "upgrade-evsb",
            "setup-e2k-n2",
            "move-evsb-to-e2k-n2",
            "sign-off");

    /** The same order as it is seen at the consoles of the data centre. */
    private static final List<String> GOLDEN_ACTS = List.of(
            "cluster /cluster:CLU02 group EVSA /moveto:E2K-N2",
            "E2K-N1 setup",
            "E2K-N1 exchange-wizard upgrade-virtual-server -group EVSA",
            "E2K-N1 exchange-wizard upgrade-virtual-server -group EVSB",
            "E2K-N2 setup",
            "cluster /cluster:CLU02 group EVSB /moveto:E2K-N2");

    private final Scene scene;

    UpgradedCluster(Scene scene) {
        this.scene = scene;
    }

    /** The cluster's inventory document, which is also the data centre that the lab begins with. */
    static Path document(Path checkout) {
        return checkout.resolve("lab/src/main/resources/scenarios/contoso-clu02.yaml");
    }

    /** What came of a rollout: its id, the steps that were carried out in their order, and the cluster as it really is now. */
    record Result(String rollout, List<String> completed, Cluster cluster, List<String> acts) {}

    /** From the document to Exchange 2003, as a user goes. */
    Result upgraded() throws IOException {
        scene.json("import", scene.dataCentre().toString(), "--site", "demo", "--as", "inventory-editor");
        await("validation and orchestration have heard of the cluster")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                scene.run("report", ID, "--scenario", "UPG", "--stage", "PLAN", "--as", "coordinator")
                                        .exitCode())
                        .isZero());
        return rolledOut("UPG", "6.5.6944");
    }

    /** From there to the service pack, which the cluster's recorded facts are planned from. */
    Result broughtToServicePack() throws IOException {
        return rolledOut("SP", "6.5.7638");
    }

    private Result rolledOut(String scenario, String build) throws IOException {
        String[] hash = new String[1];
        await().atMost(PATIENCE)
                .untilAsserted(() -> hash[0] = scene.json(
                                "plan",
                                ID,
                                "--scenario",
                                scenario,
                                "--target-build",
                                build,
                                "--operator",
                                "CORP\\exadmin",
                                "--as",
                                "coordinator")
                        .path("hash")
                        .asText());
        String rollout = scene.json("rollout", "request", hash[0], "--as", "coordinator")
                .path("id")
                .asText();
        scene.json("rollout", "approve", rollout, "--as", "approver");
        scene.json("rollout", "start", rollout, "--as", "operator");
        await(scenario)
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(shown(rollout).path("status").asText())
                        .as(() -> scene.run("rollout", "show", rollout, "--as", "operator")
                                .out())
                        .isEqualTo("COMPLETED"));
        return new Result(rollout, completed(shown(rollout)), cluster(), acts());
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
    private Cluster cluster() throws IOException {
        Path copy = Files.createDirectories(scene.state().resolve("lab-as-seen"));
        try (Stream<Path> files = Files.list(scene.state().resolve("data/lab"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        try (Lab lab = Lab.open(copy, Inventory.read(scene.dataCentre()), ANY_SPEED, Clock.systemUTC())) {
            return lab.now().cluster("CLU02").orElseThrow();
        }
    }

    private List<String> acts() throws IOException {
        return Person.commands(scene).stream()
                .map(command -> (command.path("node").asText() + " " + String.join(" ", Person.line(command))).strip())
                .toList();
    }

    /** Both nodes, both virtual servers and both homes are as the upgrade should leave them, and it came about in the golden order. */
    void assertUpgraded(Result upgrade) {
        assertThat(upgrade.completed()).containsSubsequence(GOLDEN_ORDER);
        List<String> acts = upgrade.acts().stream()
                .map(act -> GOLDEN_ACTS.stream()
                        .filter(golden -> act.equals(golden) || act.startsWith(golden + " "))
                        .findFirst()
                        .orElse(""))
                .toList();
        assertThat(acts).containsSubsequence(GOLDEN_ACTS);
        assertBuild(upgrade, "6.5.6944");
    }

    void assertBroughtToServicePack(Result servicePack) {
        assertThat(servicePack.completed())
                .containsSubsequence("setup-e2k-n1", "upgrade-evsa", "upgrade-evsb", "setup-e2k-n2", "sign-off");
        assertBuild(servicePack, "6.5.7638");
    }

    private static void assertBuild(Result result, String build) {
        Cluster cluster = result.cluster();
        assertThat(cluster.nodes())
                .hasSize(2)
                .allSatisfy(node ->
                        assertThat(node.installed().map(ExchangeInstall::build)).hasValue(build));
        assertThat(cluster.virtualServers())
                .hasSize(2)
                .allSatisfy(server -> assertThat(server.build()).isEqualTo(build));
        assertThat(cluster.group("EVSA").orElseThrow().owner()).isEqualTo("E2K-N1");
        assertThat(cluster.group("EVSB").orElseThrow().owner()).isEqualTo("E2K-N2");
    }

    /** The history alone proves that the rollout kept the rules. */
    void assertCertified(Result result) {
        JsonNode certificate = scene.json("audit", "certificate", result.rollout(), "--as", "auditor");
        assertThat(certificate.path("outcome").asText()).isEqualTo("COMPLETED");
        assertThat(certificate.path("held").asBoolean())
                .as(certificate.toPrettyString())
                .isTrue();
        assertThat(certificate.path("steps").size()).isGreaterThan(20);
        assertThat(certificate.has("markedDone")).isFalse();
    }
}
