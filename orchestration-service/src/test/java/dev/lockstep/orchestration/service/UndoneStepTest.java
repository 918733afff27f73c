package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepUndone;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command of which nobody knows what it did is taken back by the command that its plan names, and can be carried out again. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class UndoneStepTest extends OnePlayedCluster {

    private static final String UNDO = "{\"decision\":\"UNDO\",\"reason\":\"the site is not ready\"}";
    private static final String RETRY = "{\"decision\":\"RETRY\",\"reason\":\"now it is\"}";

    @Test
    void isTakenBackUnderItsLocksAndSeenToBe() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.CONDITIONAL), plans, inventory);
        String id = site.started(plan);
        String decisions = "/rollouts/%s/steps/%s/decisions".formatted(id, SmallPlan.START);
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask command = site.lease(id, SmallPlan.START);
        site.serviceState = "RUNNING";
        Api.post(site.runner, PlayedSite.result(command), Api.json(lost(command.fencingToken())), 204);
        Api.awaitStatus(id, SmallPlan.START, "HELD");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path(stepOf(SmallPlan.START) + ".undo"))
                .isEqualTo("sc \\\\N1 stop W3SVC");

        Api.refused(Tokens.of(Role.APPROVER, "*"), decisions, UNDO, 403, "role-missing");
        Api.post(Api.OPERATOR, decisions, UNDO, 200);

        site.look(id, SmallPlan.START);
        RunnerTask undo = site.lease(id, SmallPlan.START);
        assertThat(undo.work()).isEqualTo(new Work.Execute(List.of("sc", "\\\\N1", "stop", "W3SVC")));
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("takes the step back", "the site is not ready");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .hasSize(2);
        site.execute(undo, "STOPPED");
        site.look(id, SmallPlan.START);
        Api.awaitStatus(id, SmallPlan.START, "HELD");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("taken back", "the site is not ready", "HOLD: held until somebody has looked and decides");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .isEmpty();
        Api.refused(Api.OPERATOR, decisions, UNDO, 409, "nothing-to-undo");

        Api.post(Api.OPERATOR, decisions, RETRY, 200);
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
        site.look(id, SmallPlan.START);
        Api.awaitStatus(id, SmallPlan.START, "COMPLETED");
        assertThat(History.of(id, rollouts))
                .filteredOn(StepUndone.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whatNoCommandTakesBackSaysSo() {
        site.serviceState = "RUNNING";
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        Api.attest(id, SmallPlan.SETUP, "NOT_DONE", "the medium is broken");
        Api.awaitStatus(id, SmallPlan.SETUP, "HELD");

        Api.refused(
                Api.OPERATOR, "/rollouts/%s/steps/%s/decisions".formatted(id, SmallPlan.SETUP), UNDO, 409, "no-undo");
        Api.awaitStatus(id, SmallPlan.SETUP, "HELD");
    }

    private static String stepOf(String step) {
        return "steps.find { it.id == '%s' }".formatted(step);
    }

    private static TaskResult lost(long token) {
        return new TaskResult(
                token, TaskOutcome.UNKNOWN, null, List.of(), List.of(), "restarted", Instant.now(), Instant.now());
    }
}
