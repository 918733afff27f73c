package dev.lockstep.orchestration.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.Tokens;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** A cluster at a site of its own, with the people and the runner who act there. */
final class PlayedSite {

    final ClusterId cluster;
    final String site;
    final String runner;
    final String approver;

    /** How the cluster really is; a look sees it. */
    String serviceState = "STOPPED";

    boolean installed;

    PlayedSite(ClusterId cluster) {
        this.cluster = cluster;
        this.site = "site-" + cluster.value().replace(':', '-');
        this.runner = Tokens.of(Role.RUNNER, "site:" + site);
        this.approver = approverWithToken("token-of-approver");
    }

    /** The approver, signed in anew: with a token of another id. */
    String approverWithToken(String id) {
        return Tokens.with("approver", claims -> {
            claims.put("jti", id);
            claims.putObject("realm_access").putArray("roles").add("approver");
            claims.putArray("lockstep_scopes").add("site:" + site);
            claims.putArray("lockstep_delegations")
                    .add("EXCHANGE_FULL_ADMINISTRATOR@organization:" + cluster.organization());
        });
    }

    /** Waits until the service has heard of the cluster. */
    void awaitKnown(InventoryView inventory) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> inventory
                        .latest(cluster)
                        .filter(known -> known.versions().cluster() == 2)
                        .isPresent());
    }

    /** Stores a plan, which the service would refuse to make from so little inventory. */
    Plan keep(Plan plan, Plans plans, InventoryView inventory) {
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

    /** A rollout of a stored plan: asked for, approved and started. */
    String started(Plan plan) {
        String id = Api.post(Api.COORDINATOR, "/rollouts", "{\"planHash\":\"%s\"}".formatted(plan.hash()), 201)
                .path("id");
        Api.post(approver, "/rollouts/%s/approvals".formatted(id), "{\"planHash\":\"%s\"}".formatted(plan.hash()), 200);
        Api.post(Api.COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 200);
        return id;
    }

    /** The runner takes the look that a step waits for, and reports how things stand. */
    void look(String rollout, String step) {
        RunnerTask task = lease(rollout, step);
        assertThat(task.work()).isInstanceOf(Work.Observe.class);
        report(task);
    }

    /** The runner reports how things stand. */
    void report(RunnerTask task) {
        Api.post(
                runner,
                "/runner/tasks/%s/heartbeat".formatted(task.id()),
                "{\"fencingToken\":%d,\"running\":true}".formatted(task.fencingToken()),
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
        Api.post(runner, result(task), Api.json(seen), 204);
    }

    private static ObservedFact seen(String path, JsonNode value) {
        return new ObservedFact(DocumentKind.CLUSTER, FactPath.parse(path), value, "look");
    }

    /** The runner takes what is ready within a second: a look is carried out, a command only taken. */
    Optional<RunnerTask> lookOrTakeCommand() {
        Optional<RunnerTask> task = tryLease();
        if (task.isPresent() && task.get().work() instanceof Work.Observe) {
            report(task.get());
            return Optional.empty();
        }
        return task;
    }

    /** The runner starts the service, as a command wants it. */
    void execute(RunnerTask command) {
        execute(command, "RUNNING");
    }

    /** The runner runs a command, after which the service is in a state. */
    void execute(RunnerTask command, String stateOfService) {
        assertThat(command.work()).isInstanceOf(Work.Execute.class);
        serviceState = stateOfService;
        Api.post(runner, result(command), Api.json(ended(command.fencingToken())), 204);
    }

    /** Where the result of a task goes. */
    static String result(RunnerTask task) {
        return "/runner/tasks/%s/result".formatted(task.id());
    }

    /** The result of a command that ended well. */
    static TaskResult ended(long token) {
        return new TaskResult(token, TaskOutcome.FINISHED, 0, List.of(), List.of(), null, Instant.EPOCH, Instant.EPOCH);
    }

    /** The runner takes the task that a step waits for. */
    RunnerTask lease(String rollout, String step) {
        RunnerTask[] task = new RunnerTask[1];
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            task[0] = tryLease().orElse(null);
            assertThat(task[0])
                    .as(() -> "a task of " + step + " while the rollout is as " + standing(rollout))
                    .isNotNull();
        });
        assertThat(task[0].rollout()).isEqualTo(UUID.fromString(rollout));
        assertThat(task[0].step()).isEqualTo(step);
        return task[0];
    }

    private static String standing(String rollout) {
        return Api.get(Api.COORDINATOR, "/rollouts/" + rollout).asString();
    }

    /** A task, if one is ready within a second. */
    Optional<RunnerTask> tryLease() {
        return tryLease(UUID.randomUUID());
    }

    /** A runner that asks for a task, with a patience of seconds, and dies before it hears of one. */
    void askAndDie() throws IOException {
        String body = Api.json(new LeaseRequest("runner-2", site, Duration.ofSeconds(20), UUID.randomUUID()));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            "POST %s/runner/tasks/lease HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(Api.ROOT, runner, body.length(), body)
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(500);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .as("it waits for an answer")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** The same as the request of an id. */
    Optional<RunnerTask> tryLease(UUID request) {
        Response response = given().header("Authorization", "Bearer " + runner)
                .contentType("application/json")
                .body(Api.json(new LeaseRequest("runner-1", site, Duration.ofSeconds(1), request)))
                .post(Api.ROOT + "/runner/tasks/lease");
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
}
