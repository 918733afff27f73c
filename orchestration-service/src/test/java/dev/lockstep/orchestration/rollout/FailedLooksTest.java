package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.approval;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Looks that fail are repeated, and when too many in a row fail, a person is asked. */
class FailedLooksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Work WORK = new Work.Execute(List.of("x"));

    @Test
    void aLookThatFailedIsRepeated() {
        begunAndFailed(StepDecisions.FAILED_LOOKS - 2)
                .when(failing(StepDecisions.FAILED_LOOKS - 1))
                .thenEvents(
                        failed(StepDecisions.FAILED_LOOKS - 1),
                        look(StepDecisions.FAILED_LOOKS, StepDecisions.FAILED_LOOKS));
    }

    @Test
    void theFifthInARowIsHeldAndSaysWhatTheLastOneSaid() {
        begunAndFailed(StepDecisions.FAILED_LOOKS - 1)
                .when(failing(StepDecisions.FAILED_LOOKS))
                .thenEvents(
                        failed(StepDecisions.FAILED_LOOKS),
                        new StepHeld(
                                CLUSTER,
                                ROLLOUT,
                                "check",
                                1,
                                "5 looks in a row failed; the last one: garbled 5",
                                false,
                                NOW));
    }

    @Test
    void oneThatWasUnderstoodBeginsTheCountAgain() {
        List<RolloutEvent> events = begun(StepDecisions.FAILED_LOOKS - 1);
        events.add(new FactsReported(CLUSTER, ROLLOUT, "check", task(5), "runner", NOW, List.of(), List.of()));
        events.add(new StepWaiting(CLUSTER, ROLLOUT, "check", 1, WaitCause.INVENTORY, List.of("silent"), NOW));
        events.add(look(6, 1));

        scenario(new RolloutDecider())
                .given(events)
                .when(failing(6))
                .thenEventsSatisfy(after -> assertThat(after)
                        .hasSize(2)
                        .noneMatch(StepHeld.class::isInstance)
                        .anyMatch(TaskCreated.class::isInstance));
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> begunAndFailed(int looks) {
        return scenario(new RolloutDecider()).given(begun(looks));
    }

    private static List<RolloutEvent> begun(int failedLooks) {
        List<RolloutEvent> events = new ArrayList<>(List.of(
                request(NOW),
                new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)),
                new RolloutStarted(CLUSTER, ROLLOUT, account("coordinator"), NOW),
                new StepBegun(CLUSTER, ROLLOUT, "check", 1, NOW),
                look(1, 1)));
        for (int i = 1; i <= failedLooks; i++) {
            events.add(failed(i));
            events.add(look(i + 1, i + 1));
        }
        return events;
    }

    private static RolloutCommand failing(int number) {
        return new RolloutCommand.ReportLookFailed(
                task(number),
                "garbled " + number,
                new TaskOrder(task(number + 1), WORK, Duration.ofMinutes(1), Duration.ZERO),
                NOW);
    }

    private static LookFailed failed(int number) {
        return new LookFailed(CLUSTER, ROLLOUT, "check", task(number), "garbled " + number, NOW);
    }

    private static TaskCreated look(int number, int look) {
        return new TaskCreated(
                CLUSTER,
                ROLLOUT,
                "check",
                1,
                task(number),
                Purpose.LOOK_BEFORE,
                look,
                "demo",
                WORK,
                Duration.ofMinutes(1),
                NOW,
                NOW);
    }

    private static UUID task(int number) {
        return new UUID(9, number);
    }
}
