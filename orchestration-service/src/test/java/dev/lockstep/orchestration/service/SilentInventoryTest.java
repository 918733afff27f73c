package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Inventory is away, or nothing is to be seen yet: the step says what it waits for, and goes on by itself. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(SilentInventoryTest.ShortPatience.class)
class SilentInventoryTest extends OnePlayedCluster {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The patience with inventory is over soon; that with runners is as always. */
    public static final class ShortPatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lockstep.orchestration.answer-patience", PATIENCE.toString());
        }
    }

    private String started() {
        return site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.IDEMPOTENT), plans, inventory));
    }

    private long count(String rollout, Predicate<RolloutEvent> which) {
        return History.of(rollout, rollouts).stream().filter(which).count();
    }

    private static void awaitWaitsFor(String rollout, String what) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(
                                Api.get(Api.COORDINATOR, "/rollouts/" + rollout).<String>path("waitingFor"))
                        .contains(what));
    }

    @Test
    void anEffectThatNoLookShowsIsLookedForAgainAndThatIsSaid() {
        String id = started();
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
        site.serviceState = "STOPPED";

        site.look(id, SmallPlan.START);

        awaitWaitsFor(id, "the last look did not show it: ");
        awaitWaitsFor(id, "N1/services/W3SVC/state");
        site.serviceState = "RUNNING";
        site.look(id, SmallPlan.START);
        Api.awaitStatus(id, SmallPlan.START, "COMPLETED");
    }

    @Test
    void aReportThatComesLongAfterItsTaskWasGrantedIsNotHeldAgainstInventory() {
        String id = started();
        RunnerTask slow = site.lease(id, SmallPlan.CHECK);
        await().pollDelay(PATIENCE.plusMillis(500)).until(() -> true);

        site.report(slow);

        site.look(id, SmallPlan.START);
        assertThat(count(id, event -> event instanceof StepHeld || event instanceof StepWaiting))
                .isZero();
    }

    @Test
    void aStepThatInventoryRecordsNothingForWaitsInTheOpenAndGoesOnByItself() {
        String id = started();
        RunnerTask look = site.lease(id, SmallPlan.CHECK);
        platform.goAway();
        site.report(look);

        Api.awaitStatus(id, SmallPlan.CHECK, "WAITING");

        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("inventory has not recorded what was seen", "/nodes/N1/nodeState");
        platform.comeBack();
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        assertThat(count(id, event -> event instanceof StepHeld)).isZero();
    }

    @Test
    void whatACommandDidIsNeitherHeldNorDoneAgainBecauseInventoryWasAway() {
        String id = started();
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        RunnerTask command = site.lease(id, SmallPlan.START);
        platform.goAway();
        site.execute(command);

        site.look(id, SmallPlan.START);
        awaitWaitsFor(id, "inventory had not recorded what the last look saw");
        site.look(id, SmallPlan.START);
        platform.comeBack();

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            site.lookOrTakeCommand();
            return count(
                            id,
                            event -> event instanceof StepExecutionStarted started
                                    && started.step().equals(SmallPlan.SETUP))
                    == 1;
        });
        assertThat(count(
                        id,
                        event -> event instanceof TaskCreated task
                                && task.purpose() == Purpose.LOOK_AFTER
                                && task.step().equals(SmallPlan.START)))
                .isGreaterThan(1);
        assertThat(count(id, event -> event instanceof StepHeld)).isZero();
        assertThat(count(
                        id,
                        event -> event instanceof StepExecutionStarted started
                                && started.step().equals(SmallPlan.START)))
                .isEqualTo(1);
    }
}
