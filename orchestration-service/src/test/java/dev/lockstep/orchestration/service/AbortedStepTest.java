package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attended work turns out to be impossible, and the rollout is ended before anybody attests anything. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class AbortedStepTest extends OnePlayedCluster {

    @Test
    void theRolloutEndsItsLocksAreFreeAndTheStepStaysUnknown() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
        String id = site.started(plan);
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask command = site.lease(id, SmallPlan.START);
        Api.refused(
                Api.COORDINATOR,
                "/rollouts/%s/abort".formatted(id),
                "{\"reason\":\"too early\"}",
                409,
                "step-in-progress");
        site.execute(command);
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");

        Api.post(Api.COORDINATOR, "/rollouts/%s/abort".formatted(id), "{\"reason\":\"the media is broken\"}", 200);

        Api.awaitStatus(id, "ABORTED");
        Api.awaitStatus(id, SmallPlan.SETUP, "OUTCOME_UNKNOWN");
        Api.awaitStatus(id, SmallPlan.NOT_NEEDED, "PENDING");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id)
                        .<String>path("steps.find { it.id == '%s' }.waitingFor".formatted(SmallPlan.SETUP)))
                .contains("before anybody had verified what the step did", "the media is broken");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .isEmpty();
        assertThat(Api.get(Api.OPERATOR, "/attended-work?site=" + site.site).<List<Object>>path("items"))
                .isEmpty();
        Api.post(Api.COORDINATOR, "/rollouts", "{\"planHash\":\"%s\"}".formatted(plan.hash()), 201);
    }
}
