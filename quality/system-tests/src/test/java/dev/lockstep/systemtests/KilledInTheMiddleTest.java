package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.localstack.platform.Platform.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A whole rollout while the platform is killed piece by piece with signal 9 at random moments: first beside a second process of every
 * service; then these die for good, all at once, and each service, the runner, the lab's operator, the broker and the database are killed
 * while nobody can stand in. {@code -Dlockstep.seed=N} kills at the same moments again, as far as moments repeat.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class KilledInTheMiddleTest {

    private static final List<String> SERVICES = List.of("inventory", "validation", "orchestration", "audit");
    private static final List<String> SERVERS = List.of("kafka", "postgresql");

    /** Those that carry steps out: only what they were killed in the middle of is a person's to decide on. */
    private static final List<String> WORKERS = List.of("site-runner", "lab-operator");

    /** How long a killed runner's work is taken for under way: half as long as usual. */
    private static final String LEASE = "PT15S";

    private static final int KILLED_BESIDE_OTHERS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(9);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 6;

    private static final List<Replica> REPLICAS = new ArrayList<>();
    private static Scene scene;

    @BeforeAll
    static void twoProcessesOfEveryService() throws IOException, InterruptedException {
        Path state = Scene.sharedState();
        Path demo = new Scene(state).dataCentre();
        scene = new Scene(
                state,
                TwoNodeCluster.write(demo, state.resolve("two-node-cluster.yaml")),
                Map.of("orchestration", Map.of("LOCKSTEP_ORCHESTRATION_LEASE", LEASE)));
        scene.start(Records.FORGOTTEN);
        for (String service : SERVICES) {
            REPLICAS.add(Replica.start(scene, service));
        }
        REPLICAS.forEach(Replica::awaitReady);
    }

    @AfterAll
    static void end() {
        REPLICAS.forEach(Replica::close);
        scene.close();
    }

    @Test
    void theRolloutFinishesNoStepIsExecutedTwiceAndNothingIsMissingInTheAudit() throws Exception {
        long seed = Long.getLong("lockstep.seed", System.nanoTime());
        Random random = new Random(seed);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(KilledInTheMiddleTest::oneRelayLeadsAndPartitionsAreShared);
        Instant begun = Instant.now();
        String rollout = begun();
        List<String> steps = steps(rollout);
        int alone = steps.size() / 4 + random.nextInt(steps.size() / 8);
        Kills kills = planned(steps.size(), alone, random);
        Person person = new Person(scene);

        Glance where = new Glance(rollout, "", "", "");
        while (!where.status().equals("COMPLETED") && Instant.now().isBefore(begun.plus(LIMIT))) {
            where = look(rollout, where);
            int step = steps.indexOf(where.step());
            if (step >= alone && kills.doneBefore(alone)) {
                standInsDie();
            }
            kills.at(step);
            if (where.phase().equals("HELD")) {
                person.decide(rollout, where.step());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }

        String story = "seed %d: second processes for good at step %d; %s; decided %s; %d steps in %d s"
                .formatted(
                        seed,
                        alone,
                        kills,
                        person,
                        steps.size(),
                        Duration.between(begun, Instant.now()).toSeconds());
        System.out.println(story);
        assertThat(where.status()).as("%s%n%s", story, shown(rollout)).isEqualTo("COMPLETED");
        assertThat(kills.allDone()).as(story).isTrue();
        assertThat(person.stepsDecidedOn()).as(story).hasSizeLessThanOrEqualTo(WORKERS.size());
        assertThat(REPLICAS).as(story).noneMatch(Replica::alive);
        Executions.assertNoneTwice(scene, person, story);
        AuditCompleteness.assertComplete(scene);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(oneAtATime(rollout)).isTrue());
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(KilledInTheMiddleTest::oneRelayLeads);
    }

    private static Kills planned(int steps, int alone, Random random) {
        List<String> besideOthers = new ArrayList<>(SERVICES);
        Collections.shuffle(besideOthers, random);
        List<String> all = new ArrayList<>(SERVICES);
        all.addAll(SERVERS);
        all.addAll(WORKERS);
        Kills kills = new Kills(scene, random);
        kills.plan(besideOthers.subList(0, KILLED_BESIDE_OTHERS), 1, alone);
        kills.plan(all, alone + 1, steps * 9 / 10);
        return kills;
    }

    private static void standInsDie() throws InterruptedException {
        for (Replica replica : REPLICAS) {
            if (replica.alive()) {
                replica.kill();
            }
        }
    }

    private static void oneRelayLeadsAndPartitionsAreShared() {
        oneRelayLeads();
        for (Replica replica : REPLICAS) {
            Map<String, Double> here =
                    Metrics.byConsumer(Metrics.of(scene, replica.service()), "lockstep_consumer_partitions");
            Map<String, Double> there = Metrics.byConsumer(replica.metrics(), "lockstep_consumer_partitions");
            assertThat(here.keySet()).isEqualTo(there.keySet());
            here.forEach((consumer, partitions) -> {
                double others = there.getOrDefault(consumer, 0.0);
                assertThat(partitions).as("%s of the first process", consumer).isPositive();
                assertThat(others).as("%s of the second process", consumer).isPositive();
                assertThat((partitions + others) % PARTITIONS).as(consumer).isZero();
            });
        }
    }

    private static void oneRelayLeads() {
        for (Replica replica : REPLICAS) {
            double leading = Metrics.value(Metrics.of(scene, replica.service()), "lockstep_relay_leading")
                    + (replica.alive() ? Metrics.value(replica.metrics(), "lockstep_relay_leading") : 0);
            assertThat(leading).as("relays of %s that lead", replica.service()).isEqualTo(1);
        }
    }

    private static String begun() {
        scene.json("import", scene.dataCentre().toString(), "--site", "demo", "--as", "inventory-editor");
        String[] hash = new String[1];
        await("orchestration has heard of the cluster")
                .atMost(PATIENCE)
                .untilAsserted(() -> hash[0] = scene.json(
                                "plan", "contoso:clu01", "--operator", "CORP\\exadmin", "--as", "coordinator")
                        .path("hash")
                        .asText());
        String rollout = scene.json("rollout", "request", hash[0], "--as", "coordinator")
                .path("id")
                .asText();
        scene.json("rollout", "approve", rollout, "--as", "approver");
        scene.json("rollout", "start", rollout, "--as", "operator");
        return rollout;
    }

    private static List<String> steps(String rollout) {
        List<String> steps = new ArrayList<>();
        scene.json("rollout", "show", rollout, "--as", "operator")
                .path("steps")
                .forEach(step -> steps.add(step.path("id").asText()));
        return steps;
    }

    /** How the rollout stands; as before when the database does not answer. */
    private static Glance look(String rollout, Glance before) throws IOException {
        try {
            return Glance.at(scene, rollout).orElse(before);
        } catch (SQLException databaseIsAway) {
            return before;
        }
    }

    private static String shown(String rollout) {
        return scene.run("rollout", "show", rollout, "--as", "operator").out();
    }

    private static boolean oneAtATime(String rollout) {
        return scene.json("audit", "rollout", rollout, "--as", "auditor")
                .path("oneAtATime")
                .path("held")
                .asBoolean();
    }
}
