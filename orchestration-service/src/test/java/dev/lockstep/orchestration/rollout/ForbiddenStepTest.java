package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;

import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The requirements of a step are met, and what is recorded forbids it: a person is asked before anything is locked or changed. */
class ForbiddenStepTest {

    private static final Instant LATER = Instant.parse("2026-01-01T00:00:30Z");
    private static final RolloutCommand.Forbid FORBID = new RolloutCommand.Forbid("no way back", LATER);

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return DeciderScenario.scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    @Test
    void theStepIsHeldAsOneThatChangedNothing() {
        List<RolloutEvent> executing = AbortTest.executing("command", Actor.RUNNER, "check");
        List<RolloutEvent> admitted = executing.subList(0, executing.size() - 2);

        given(admitted)
                .when(FORBID)
                .thenEvents(new StepHeld(CLUSTER, ROLLOUT, "command", 1, "no way back", false, LATER));
    }

    @Test
    void aStepThatChangesStateAlreadyIsNotForbiddenAnyMore() {
        given(AbortTest.executing("command", Actor.RUNNER, "check"))
                .when(FORBID)
                .thenRefused("gate-not-passed");
    }
}
