package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A runner takes a task and is never heard of again. The lease runs out in real time. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(LostRunnerTest.ShortLease.class)
class LostRunnerTest extends OnePlayedCluster {

    /** Long enough for a task that is reported at once, also on a busy machine. */
    public static final class ShortLease implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lockstep.orchestration.lease", "PT4S");
        }
    }

    @Test
    void aCommandThatMustNotRunTwiceIsHeldAndOnlyAPersonGoesOn() {
        String id = site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.CONDITIONAL), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask lost = site.lease(id, SmallPlan.START);
        assertThat(lost.work()).isInstanceOf(Work.Execute.class);
        confirm(lost);

        Api.awaitStatus(id, SmallPlan.START, "HELD");

        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("what the command did is not known", "has not been heard of within its lease");
        assertThat(site.tryLease()).isEmpty();
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .hasSize(2);
        String ended = Api.json(PlayedSite.ended(lost.fencingToken()));
        Api.refused(site.runner, PlayedSite.result(lost), ended, 409, "stale-task");
        Api.refused(
                site.runner,
                "/runner/tasks/%s/heartbeat".formatted(lost.id()),
                "{\"fencingToken\":%d}".formatted(lost.fencingToken()),
                409,
                "stale-fencing-token");

        Api.decide(id, SmallPlan.START, "RETRY", "it does not run, I looked");

        site.look(id, SmallPlan.START);
        RunnerTask again = site.lease(id, SmallPlan.START);
        assertThat(again.fencingToken()).isGreaterThan(lost.fencingToken());
        Api.refused(site.runner, PlayedSite.result(lost), ended, 409, "stale-task");
        Api.refused(site.runner, PlayedSite.result(again), ended, 409, "stale-fencing-token");
        Api.refused(site.runner, PlayedSite.result(lost), ended, 409, "stale-task");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id)
                        .<List<Object>>path(
                                "steps.find { it.id == '%s' }.lateResults.collect { [it.fencingToken, it.outcome, it.runner, it.attempt] }"
                                        .formatted(SmallPlan.START)))
                .as("it is told once, however often it is said, and has changed nothing")
                .containsExactly(List.of((int) lost.fencingToken(), "FINISHED", "runner-1", 1));
        Api.awaitStatus(id, SmallPlan.START, "EXECUTING");
        site.serviceState = "RUNNING";
        Api.post(site.runner, PlayedSite.result(again), Api.json(PlayedSite.ended(again.fencingToken())), 204);
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        assertThat(History.of(id, rollouts))
                .filteredOn(event -> event instanceof StepExecutionStarted started
                        && started.step().equals(SmallPlan.START))
                .hasSize(2);
    }

    /** What a runner does right before it begins. */
    private void confirm(RunnerTask task) {
        Api.post(
                site.runner,
                "/runner/tasks/%s/heartbeat".formatted(task.id()),
                "{\"fencingToken\":%d,\"running\":false}".formatted(task.fencingToken()),
                204);
    }

    @Test
    void aCommandThatItsRunnerNeverBeganIsGivenToAnotherAndNobodyHasToDecide() {
        String id = site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.CONDITIONAL), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask lost = site.lease(id, SmallPlan.START);

        site.look(id, SmallPlan.START);

        RunnerTask again = site.lease(id, SmallPlan.START);
        assertThat(again.id()).isNotEqualTo(lost.id());
        assertThat(again.fencingToken()).isGreaterThan(lost.fencingToken());
        assertThat(again.attempt()).isEqualTo(lost.attempt());
        Api.refused(
                site.runner,
                "/runner/tasks/%s/heartbeat".formatted(lost.id()),
                "{\"fencingToken\":%d,\"running\":true}".formatted(lost.fencingToken()),
                409,
                "stale-fencing-token");
        site.execute(again);
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
    }

    @Test
    void aRequestWhoseAnswerWasLostGetsTheSameGrantAgain() {
        String id = site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.CONDITIONAL), plans, inventory));
        UUID request = UUID.randomUUID();
        RunnerTask[] lost = new RunnerTask[1];
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            site.tryLease(request).ifPresent(task -> lost[0] = task);
            return lost[0] != null;
        });

        assertThat(site.tryLease(UUID.randomUUID())).isEmpty();
        assertThat(site.tryLease(request)).contains(lost[0]);
        assertThat(History.of(id, rollouts))
                .filteredOn(event -> event instanceof TaskGranted)
                .hasSize(1);
    }

    @Test
    void aRunnerThatDiedWhileItWaitedForATaskTakesNone() throws IOException {
        site.askAndDie();

        String id = site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.CONDITIONAL), plans, inventory));

        site.look(id, SmallPlan.CHECK);
        assertThat(History.of(id, rollouts))
                .filteredOn(event ->
                        event instanceof TaskGranted granted && granted.step().equals(SmallPlan.CHECK))
                .hasSize(1);
    }

    @Test
    void aLookIsSimplyRepeated() {
        String id = site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.CONDITIONAL), plans, inventory));
        RunnerTask lost = site.lease(id, SmallPlan.CHECK);

        site.look(id, SmallPlan.CHECK);

        site.look(id, SmallPlan.START);
        Api.refused(
                site.runner,
                PlayedSite.result(lost),
                Api.json(PlayedSite.ended(lost.fencingToken())),
                409,
                "stale-task");
    }
}
