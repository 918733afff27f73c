package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.StateLeftEvent.MixedStateLeft;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rollout is paused in the middle of a command: it ends and is verified, nothing follows, and who resumes lets it go on. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class PausedRolloutTest extends OnePlayedCluster {

    private static final String STORM = "{\"reason\":\"of a storm\"}";
    private static final String OVER = "{\"reason\":\"it is over\"}";
    private static final String WHY = "paused by operator because of a storm";

    private String waitingFor(String rollout) {
        return Api.get(Api.COORDINATOR, "/rollouts/" + rollout).path("waitingFor");
    }

    private boolean rests(String rollout) {
        return Api.get(Api.COORDINATOR, "/rollouts/" + rollout).path("pause.atRest");
    }

    private long gates(String rollout) {
        return History.of(rollout, rollouts).stream()
                .filter(GateRequested.class::isInstance)
                .count();
    }

    @Test
    void whatRunsComesToItsEndAndNothingFollowsUntilItIsResumed() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        String pause = "/rollouts/%s/pause".formatted(id);
        String resume = "/rollouts/%s/resume".formatted(id);
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask command = site.lease(id, SmallPlan.START);
        Api.refused(Tokens.of(Role.APPROVER, "*"), pause, STORM, 403, "role-missing");
        Api.refused(Tokens.of(Role.OPERATOR, "site:elsewhere"), pause, STORM, 403, "scope-missing");
        Api.refused(Api.OPERATOR, pause, "{}", 400, "invalid-request");
        Api.refused(Api.OPERATOR, resume, OVER, 409, "not-paused");

        Api.post(Api.OPERATOR, pause, STORM, 200);

        assertThat(rests(id)).isFalse();
        assertThat(waitingFor(id)).contains("runs the command", "then it rests, " + WHY);
        Api.refused(Api.COORDINATOR, pause, STORM, 409, "already-paused");
        site.execute(command);
        site.look(id, SmallPlan.START);
        Api.awaitStatus(id, SmallPlan.START, "COMPLETED");
        assertThat(rests(id)).isTrue();
        assertThat(waitingFor(id)).isEqualTo(WHY);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(
                                Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<String>>path("stateLeft.nodes.name"))
                        .containsExactly("N1"));
        assertThat(Api.get(Api.COORDINATOR, "/rollouts?cluster=" + cluster).<List<Boolean>>path("items.paused"))
                .containsExactly(true);
        assertThat(site.tryLease()).isEmpty();
        Api.awaitStatus(id, SmallPlan.SETUP, "PENDING");

        Api.refused(Tokens.of(Role.APPROVER, "*"), resume, OVER, 403, "role-missing");
        Api.post(Api.COORDINATOR, resume, OVER, 200);

        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<Object>path("stateLeft"))
                .isNull();
        Api.post(Api.COORDINATOR, "/rollouts/%s/abort".formatted(id), "{\"reason\":\"enough\"}", 200);
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("stateLeft.findings[0]"))
                .isEqualTo("Nobody has verified what the step 'Step setup' did.");
        assertThat(History.of(id, rollouts))
                .filteredOn(MixedStateLeft.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aStepThatHasNotBegunToChangeAnythingWaitsAndAsksItsGateAgain() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        Api.awaitStatus(id, SmallPlan.START, "EXECUTING");
        long before = gates(id);

        Api.post(Api.OPERATOR, "/rollouts/%s/pause".formatted(id), STORM, 200);

        Api.awaitStatus(id, SmallPlan.START, "WAITING");
        assertThat(waitingFor(id)).isEqualTo(WHY);
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .isEmpty();
        assertThat(site.tryLease()).isEmpty();
        Api.post(Api.COORDINATOR, "/rollouts/%s/resume".formatted(id), OVER, 200);
        site.look(id, SmallPlan.START);
        await().atMost(Duration.ofMinutes(2)).until(() -> gates(id) == before + 1);
        RunnerTask command = site.lease(id, SmallPlan.START);
        assertThat(command.work()).isInstanceOf(Work.Execute.class);
    }
}
