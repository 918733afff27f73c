package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.OPERATOR;
import static dev.lockstep.orchestration.service.Api.awaitStatus;
import static dev.lockstep.orchestration.service.Api.get;
import static dev.lockstep.orchestration.service.Api.json;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole rollouts against the real service, database and broker; the test plays everybody else. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RolloutFlowTest extends OnePlayedCluster {

    private static final String ANOTHER_APPROVER = Tokens.with("another-approver", claims -> {
        claims.putObject("realm_access").putArray("roles").add("approver");
        claims.putArray("lockstep_scopes").add("*");
    });

    @Test
    void rolloutIsCarriedOutStepByStepAndOnlyByThoseWhoMay() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
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
        refused(site.approver, "/rollouts/%s/approvals".formatted(id), "{\"planHash\":\"x\"}", 409, "plan-mismatch");
        post(site.approver, "/rollouts/%s/approvals".formatted(id), approval, 200);
        refused(site.approver, "/rollouts/%s/approvals".formatted(id), approval, 409, "approved-already");
        refused(
                ANOTHER_APPROVER,
                "/rollouts/%s/approvals".formatted(id),
                "{\"decision\":\"WITHDRAW\",\"comment\":\"not mine\"}",
                409,
                "nothing-to-withdraw");
        Response detail = get(COORDINATOR, "/rollouts/" + id);
        assertThat(detail.<Integer>path("approvals[0].needed")).isEqualTo(1);
        assertThat(detail.<Integer>path("approvals[0].counting")).isEqualTo(1);
        assertThat(detail.<String>path("approvals[0].approvals[0].standing")).isEqualTo("COUNTS");
        assertThat(detail.<String>path("approvals[0].lapsesAt"))
                .isEqualTo(detail.path("approvals[0].approvals[0].expiresAt"));
        post(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 200);

        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask command = site.lease(id, SmallPlan.START);
        assertThat(command.work()).isEqualTo(new Work.Execute(List.of("sc", "\\\\N1", "start", "W3SVC")));
        String result = "/runner/tasks/%s/result".formatted(command.id());
        refused(site.runner, result, json(PlayedSite.ended(command.fencingToken() + 1)), 409, "stale-fencing-token");
        site.serviceState = "RUNNING";
        post(site.runner, result, json(PlayedSite.ended(command.fencingToken())), 204);
        post(site.runner, result, json(PlayedSite.ended(command.fencingToken())), 204);
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        Response inbox = get(OPERATOR, "/attended-work?site=" + site.site);
        assertThat(inbox.<String>path("items[0].step")).isEqualTo(SmallPlan.SETUP);
        site.installed = true;
        String attestations = "/rollouts/%s/steps/%s/attestations".formatted(id, SmallPlan.SETUP);
        refused(
                OPERATOR,
                attestations,
                "{\"attempt\":2,\"outcome\":\"DONE\",\"evidence\":\"log\"}",
                409,
                "not-attended-now");
        post(OPERATOR, attestations, "{\"attempt\":1,\"outcome\":\"DONE\",\"evidence\":\"log\"}", 200);
        site.look(id, SmallPlan.SETUP);
        site.look(id, SmallPlan.NOT_NEEDED);

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("status"))
                                .isEqualTo("COMPLETED"));
        assertThat(get(COORDINATOR, "/rollouts/" + id).<List<String>>path("steps.status"))
                .containsExactly("COMPLETED", "COMPLETED", "COMPLETED", "SKIPPED");
        assertThat(get(COORDINATOR, "/rollouts/" + id).<Map<String, Object>>path("steps[3]"))
                .containsEntry("undoByCommand", true)
                .containsEntry("onFailure", "HOLD")
                .containsEntry("locks", List.of("cluster " + cluster, "node " + cluster + "/N1"))
                .hasEntrySatisfying("skipped", why -> assertThat(why).isNotEqualTo(""));
        assertThat(History.of(id, rollouts))
                .filteredOn(event -> event instanceof StepExecutionStarted)
                .hasSize(2);
    }

    @Test
    void withdrawnApprovalTakesTheCommandBackThatNobodyTookAndSaysSo() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
        String id = site.started(plan);
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        awaitStatus(id, SmallPlan.START, "EXECUTING");

        post(
                site.approver,
                "/rollouts/%s/approvals".formatted(id),
                "{\"decision\":\"WITHDRAW\",\"comment\":\"seen more\"}",
                200);

        awaitStatus(id, SmallPlan.START, "WAITING");
        Response waiting = get(COORDINATOR, "/rollouts/" + id);
        assertThat(waiting.<String>path("waitingFor")).contains("approver withdrew", "seen more");
        assertThat(waiting.<List<Object>>path("locks")).isEmpty();
        assertThat(waiting.<String>path("approvals[0].approvals[0].standing")).isEqualTo("WITHDRAWN");
        post(
                site.approverWithToken("another"),
                "/rollouts/%s/approvals".formatted(id),
                "{\"planHash\":\"%s\"}".formatted(plan.hash()),
                200);
        site.look(id, SmallPlan.START);
        assertThat(site.lease(id, SmallPlan.START).work()).isInstanceOf(Work.Execute.class);
    }

    @Test
    void whatAnotherPlanChangesIsTold() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
        Plan other = site.keep(SmallPlan.of(cluster, Repeatability.CONDITIONAL), plans, inventory);

        Response difference = get(COORDINATOR, "/plans/%s/difference?from=%s".formatted(other.hash(), plan.hash()));

        assertThat(difference.statusCode()).isEqualTo(200);
        assertThat(difference.<List<String>>path("changed.step.id")).containsExactly(SmallPlan.START);
        assertThat(difference.<List<List<String>>>path("changed.members")).containsExactly(List.of("repeatability"));
        assertThat(difference.<List<Boolean>>path("parts.sameContent")).containsExactly(false);
        assertThat(get(COORDINATOR, "/plans/%s/difference".formatted(other.hash()))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void commandWithUnknownOutcomeThatMustNotRunTwiceIsHeldUntilSomebodyDecides() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.CONDITIONAL), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask command = site.lease(id, SmallPlan.START);
        TaskResult lost = new TaskResult(
                command.fencingToken(),
                TaskOutcome.UNKNOWN,
                null,
                List.of(),
                List.of(),
                "restarted",
                Instant.now(),
                Instant.now());

        post(site.runner, "/runner/tasks/%s/result".formatted(command.id()), json(lost), 204);

        awaitStatus(id, SmallPlan.START, "HELD");
        assertThat(site.tryLease()).isEmpty();
        assertThat(get(COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .hasSize(2);
        refused(COORDINATOR, "/rollouts/%s/abort".formatted(id), "{\"reason\":\"no\"}", 409, "step-in-progress");
        site.serviceState = "RUNNING";
        post(
                OPERATOR,
                "/rollouts/%s/steps/%s/decisions".formatted(id, SmallPlan.START),
                "{\"decision\":\"VERIFY_AGAIN\",\"reason\":\"it runs, I looked\"}",
                200);
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
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
}
