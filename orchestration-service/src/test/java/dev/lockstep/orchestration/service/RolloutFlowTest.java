package dev.lockstep.orchestration.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole rollouts against the real service, database and broker; the test plays everybody else. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RolloutFlowTest {

    private static final String API = "/api/orchestration";
    private static final String COORDINATOR = Tokens.of(Role.COORDINATOR, "*");
    private static final String OPERATOR = Tokens.of(Role.OPERATOR, "*");

    @Inject
    Plans plans;

    @Inject
    Rollouts rollouts;

    @Inject
    InventoryView inventory;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final ClusterId cluster =
            new ClusterId("org%s:clu".formatted(UUID.randomUUID().toString().substring(0, 8)));
    private final String site = "site-" + cluster.organization();
    private final String runner = Tokens.of(Role.RUNNER, "site:" + site);
    private final String approver = Tokens.with("approver", claims -> {
        claims.putObject("realm_access").putArray("roles").add("approver");
        claims.putArray("lockstep_scopes").add("site:" + site);
        claims.putArray("lockstep_delegations")
                .add("EXCHANGE_FULL_ADMINISTRATOR@organization:" + cluster.organization());
    });
    private String serviceState = "STOPPED";
    private boolean installed;
    private PlayedPlatform platform;

    @BeforeEach
    void begin() {
        platform = new PlayedPlatform(bootstrapServers);
        platform.register(cluster, site);
        platform.start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> inventory
                        .latest(cluster)
                        .filter(known -> known.versions().cluster() == 2)
                        .isPresent());
    }

    @AfterEach
    void end() {
        platform.close();
    }

    @Test
    void rolloutIsCarriedOutStepByStepAndOnlyByThoseWhoMay() {
        Plan plan = keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT));
        String id = post(COORDINATOR, "/rollouts", "{\"planHash\":\"%s\"}".formatted(plan.hash()), 201)
                .path("id");
        String approval = "{\"planHash\":\"%s\"}".formatted(plan.hash());

        refused(COORDINATOR, "/rollouts", approval, 409, "rollout-active");
        refused(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 409, "approval-missing");
        refused(
                Tokens.of(Role.APPROVER, "*"),
                "/rollouts/%s/approvals".formatted(id),
                approval,
                403,
                "approver-delegation-missing");
        refused(approver, "/rollouts/%s/approvals".formatted(id), "{\"planHash\":\"x\"}", 409, "plan-mismatch");
        post(approver, "/rollouts/%s/approvals".formatted(id), approval, 200);
        post(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 200);

        look(id, SmallPlan.CHECK);
        look(id, SmallPlan.START);
        RunnerTask command = lease(id, SmallPlan.START);
        assertThat(command.work()).isEqualTo(new Work.Execute(List.of("sc", "\\\\N1", "start", "W3SVC")));
        String result = "/runner/tasks/%s/result".formatted(command.id());
        refused(runner, result, json(ended(command.fencingToken() + 1)), 409, "stale-fencing-token");
        serviceState = "RUNNING";
        post(runner, result, json(ended(command.fencingToken())), 204);
        post(runner, result, json(ended(command.fencingToken())), 204);
        look(id, SmallPlan.START);
        look(id, SmallPlan.SETUP);
        awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        Response inbox = get(OPERATOR, "/attended-work?site=" + site);
        assertThat(inbox.<String>path("items[0].step")).isEqualTo(SmallPlan.SETUP);
        installed = true;
        String attestations = "/rollouts/%s/steps/%s/attestations".formatted(id, SmallPlan.SETUP);
        refused(
                OPERATOR,
                attestations,
                "{\"attempt\":2,\"outcome\":\"DONE\",\"evidence\":\"log\"}",
                409,
                "not-attended-now");
        post(OPERATOR, attestations, "{\"attempt\":1,\"outcome\":\"DONE\",\"evidence\":\"log\"}", 200);
        look(id, SmallPlan.SETUP);
        look(id, SmallPlan.NOT_NEEDED);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("status"))
                                .isEqualTo("COMPLETED"));
        assertThat(get(COORDINATOR, "/rollouts/" + id).<List<String>>path("steps.status"))
                .containsExactly("COMPLETED", "COMPLETED", "COMPLETED", "SKIPPED");
        assertThat(rollouts.events(UUID.fromString(id), 0))
                .filteredOn(recorded -> recorded.event() instanceof StepExecutionStarted)
                .hasSize(2);
    }

    @Test
    void commandWithUnknownOutcomeThatMustNotRunTwiceIsHeldUntilSomebodyDecides() {
        String id = started(SmallPlan.of(cluster, Repeatability.CONDITIONAL));
        look(id, SmallPlan.CHECK);
        look(id, SmallPlan.START);
        RunnerTask command = lease(id, SmallPlan.START);
        TaskResult lost = new TaskResult(
                command.fencingToken(),
                TaskOutcome.UNKNOWN,
                null,
                List.of(),
                List.of(),
                "restarted",
                Instant.now(),
                Instant.now());

        post(runner, "/runner/tasks/%s/result".formatted(command.id()), json(lost), 204);

        awaitStatus(id, SmallPlan.START, "HELD");
        assertThat(tryLease()).isEmpty();
        assertThat(get(COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .hasSize(2);
        refused(COORDINATOR, "/rollouts/%s/abort".formatted(id), "{\"reason\":\"no\"}", 409, "step-in-progress");
        serviceState = "RUNNING";
        post(
                OPERATOR,
                "/rollouts/%s/steps/%s/decisions".formatted(id, SmallPlan.START),
                "{\"decision\":\"VERIFY_AGAIN\",\"reason\":\"it runs, I looked\"}",
                200);
        look(id, SmallPlan.START);
        look(id, SmallPlan.SETUP);
        awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        post(
                OPERATOR,
                "/rollouts/%s/steps/%s/attestations".formatted(id, SmallPlan.SETUP),
                "{\"attempt\":1,\"outcome\":\"NOT_DONE\",\"evidence\":\"media is broken\"}",
                200);
        awaitStatus(id, SmallPlan.SETUP, "HELD");
        post(
                OPERATOR,
                "/rollouts/%s/steps/%s/decisions".formatted(id, SmallPlan.SETUP),
                "{\"decision\":\"ABORT\",\"reason\":\"new media needed\"}",
                200);
        assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("status")).isEqualTo("ABORTED");
        assertThat(get(COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .isEmpty();
    }

    private String started(Plan plan) {
        keep(plan);
        String id = post(COORDINATOR, "/rollouts", "{\"planHash\":\"%s\"}".formatted(plan.hash()), 201)
                .path("id");
        post(approver, "/rollouts/%s/approvals".formatted(id), "{\"planHash\":\"%s\"}".formatted(plan.hash()), 200);
        post(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 200);
        return id;
    }

    private Plan keep(Plan plan) {
        Authority planner =
                new Authority("planner", "planner", new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), null, null);
        plans.keep(
                plan,
                site,
                inventory.latest(cluster).orElseThrow().versions(),
                planner,
                CommandMetadata.first(UUID.randomUUID(), "planner", cluster.value(), Instant.now()));
        return plan;
    }

    /** The runner takes the look that a step waits for, and reports how things stand. */
    private void look(String rollout, String step) {
        RunnerTask task = lease(rollout, step);
        assertThat(task.work()).isInstanceOf(Work.Observe.class);
        post(
                runner,
                "/runner/tasks/%s/heartbeat".formatted(task.id()),
                "{\"fencingToken\":%d}".formatted(task.fencingToken()),
                204);
        TaskResult seen = new TaskResult(
                task.fencingToken(),
                TaskOutcome.FINISHED,
                null,
                List.of(
                        seen("/nodes/N1/nodeState", TextNode.valueOf("UP")),
                        seen("/nodes/N1/services/W3SVC/state", TextNode.valueOf(serviceState)),
                        seen("/nodes/N1/exchange/installed", BooleanNode.valueOf(installed))),
                List.of(),
                null,
                Instant.now(),
                Instant.now());
        post(runner, "/runner/tasks/%s/result".formatted(task.id()), json(seen), 204);
    }

    private static ObservedFact seen(String path, JsonNode value) {
        return new ObservedFact(DocumentKind.CLUSTER, FactPath.parse(path), value, "look");
    }

    private static TaskResult ended(long token) {
        return new TaskResult(token, TaskOutcome.FINISHED, 0, List.of(), List.of(), null, Instant.EPOCH, Instant.EPOCH);
    }

    private RunnerTask lease(String rollout, String step) {
        RunnerTask[] task = new RunnerTask[1];
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            Optional<RunnerTask> taken = tryLease();
            taken.ifPresent(found -> task[0] = found);
            return taken.isPresent();
        });
        assertThat(task[0].rollout()).isEqualTo(UUID.fromString(rollout));
        assertThat(task[0].step()).isEqualTo(step);
        return task[0];
    }

    private Optional<RunnerTask> tryLease() {
        Response response = given().header("Authorization", "Bearer " + runner)
                .contentType("application/json")
                .body(json(new LeaseRequest("runner-1", site, Duration.ofSeconds(1))))
                .post(API + "/runner/tasks/lease");
        if (response.statusCode() == 204) {
            return Optional.empty();
        }
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        try {
            return Optional.of(ContractJson.mapper().readValue(response.asString(), RunnerTask.class));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitStatus(String rollout, String step, String status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(get(COORDINATOR, "/rollouts/" + rollout)
                                .<String>path("steps.find { it.id == '%s' }.status".formatted(step)))
                        .isEqualTo(status));
    }

    private static Response get(String token, String path) {
        return given().header("Authorization", "Bearer " + token).get(API + path);
    }

    private static Response post(String token, String path, String body, int status) {
        Response response = given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post(API + path);
        assertThat(response.statusCode()).as(path + ": " + response.asString()).isEqualTo(status);
        return response;
    }

    private static void refused(String token, String path, String body, int status, String type) {
        assertThat(post(token, path, body, status).<String>path("type")).isEqualTo("urn:lockstep:problem:" + type);
    }

    private static String json(Object value) {
        try {
            return ContractJson.mapper().writeValueAsString(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
