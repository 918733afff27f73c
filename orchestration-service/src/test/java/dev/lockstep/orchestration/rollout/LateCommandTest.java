package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepSkipped;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A command that was ordered, and a runner that comes for it late: nothing fires on old facts or without an approval. */
class LateCommandTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InventoryVersions VERSIONS = new InventoryVersions(1, 1);
    private static final UUID LOOK = new UUID(1, 1);
    private static final UUID GATE = new UUID(1, 2);
    private static final UUID COMMAND = new UUID(1, 3);
    private static final UUID LOOK_AFTER = new UUID(1, 4);
    private static final List<LockGrant> LOCKS = List.of(new LockGrant("cluster " + CLUSTER, 7));
    private static final Work WORK = new Work.Execute(List.of("x"));

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> ordered(Duration validity) {
        Approval approval = new Approval("plan", account("approver"), NOW, NOW.plus(validity), "");
        List<RolloutEvent> events = new ArrayList<>(List.of(
                request(NOW),
                new RolloutApproved(CLUSTER, ROLLOUT, approval),
                new RolloutStarted(CLUSTER, ROLLOUT, account("coordinator"), NOW),
                new StepBegun(CLUSTER, ROLLOUT, "check", 1, NOW),
                new StepSkipped(CLUSTER, ROLLOUT, "check", "so already", VERSIONS, NOW),
                new StepBegun(CLUSTER, ROLLOUT, "command", 1, NOW),
                task(LOOK, Purpose.LOOK_BEFORE, 1),
                new FactsReported(CLUSTER, ROLLOUT, "command", LOOK, "runner", NOW, List.of(), List.of()),
                new GateRequested(
                        CLUSTER,
                        ROLLOUT,
                        "command",
                        GATE,
                        Scenario.NEW,
                        List.of(Stage.CLUS),
                        null,
                        null,
                        "6.5.6944",
                        VERSIONS,
                        NOW),
                new GatePassed(CLUSTER, ROLLOUT, "command", GATE, VERSIONS),
                new LocksGranted(CLUSTER, ROLLOUT, "command", 1, LOCKS, NOW),
                new StepExecutionStarted(CLUSTER, ROLLOUT, "command", 1, Actor.RUNNER, "plan by approver", NOW),
                task(COMMAND, Purpose.EXECUTE, 1)));
        return scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    private static TaskCreated task(UUID id, Purpose purpose, int look) {
        return new TaskCreated(
                CLUSTER, ROLLOUT, "command", 1, id, purpose, look, "demo", WORK, Duration.ofMinutes(1), NOW, NOW);
    }

    private static RolloutCommand.TakeTask takeAfter(Duration late) {
        return new RolloutCommand.TakeTask(COMMAND, "runner", 8, NOW.plus(late));
    }

    private static TaskOrder order(UUID task) {
        return new TaskOrder(task, WORK, Duration.ofMinutes(1), Duration.ZERO);
    }

    @Test
    void runnerGetsTheCommandWhileItsFactsAreFresh() {
        ordered(Duration.ofHours(1))
                .when(takeAfter(Duration.ofMinutes(5)))
                .thenEvents(new TaskGranted(
                        CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW.plus(Duration.ofMinutes(5))));
    }

    @Test
    void nobodyGetsTheCommandOnOldFacts() {
        ordered(Duration.ofHours(1))
                .when(takeAfter(Duration.ofMinutes(5).plusMillis(1)))
                .thenRefused("command-outdated");
    }

    @Test
    void nobodyGetsTheCommandOnceTheApprovalHasExpired() {
        ordered(Duration.ofMinutes(2)).when(takeAfter(Duration.ofMinutes(2))).thenRefused("command-outdated");
    }

    @Test
    void commandThatNobodyTookIsWithdrawnAndItsLocksAreFree() {
        Instant late = NOW.plus(Duration.ofMinutes(6));

        ordered(Duration.ofHours(1))
                .when(new RolloutCommand.WithdrawCommand(COMMAND, late))
                .thenEvents(
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, late),
                        new StepWaiting(
                                CLUSTER,
                                ROLLOUT,
                                "command",
                                1,
                                WaitCause.RUNNER,
                                List.of("no runner of the site took the command in time, and it was withdrawn:"
                                        + " the facts that the requirements were met on are too old"),
                                late));
    }

    @Test
    void commandWhoseApprovalWasWithdrawnGoesBackAndWaitsForAnother() {
        ApprovalWithdrawn withdrawn = new ApprovalWithdrawn(CLUSTER, ROLLOUT, account("approver"), NOW, "seen more");

        ordered(Duration.ofHours(1))
                .given(withdrawn)
                .when(takeAfter(Duration.ofSeconds(1)))
                .thenRefused("command-outdated");
        ordered(Duration.ofHours(1))
                .given(withdrawn)
                .when(new RolloutCommand.WithdrawCommand(COMMAND, NOW))
                .thenEvents(
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, NOW),
                        new StepWaiting(
                                CLUSTER,
                                ROLLOUT,
                                "command",
                                1,
                                WaitCause.APPROVAL,
                                List.of("this rollout needs 1 approval and has 0 that count;"
                                        + " approver withdrew at 2026-01-01T00:00:00Z: seen more"),
                                NOW));
    }

    @Test
    void aCommandThatARunnerTookIsGivenToNoOther() {
        ordered(Duration.ofHours(1))
                .given(new TaskGranted(CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW))
                .when(takeAfter(Duration.ofSeconds(1)))
                .thenRefused("task-taken");
    }

    @Test
    void commandThatARunnerTookIsNeverWithdrawn() {
        ordered(Duration.ofHours(1))
                .given(new TaskGranted(CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW))
                .when(new RolloutCommand.WithdrawCommand(COMMAND, NOW.plus(Duration.ofHours(1))))
                .thenRefused("command-not-outdated");
    }

    @Test
    void commandThatMayStillStartIsNotWithdrawn() {
        ordered(Duration.ofHours(1))
                .when(new RolloutCommand.WithdrawCommand(COMMAND, NOW.plus(Duration.ofMinutes(1))))
                .thenRefused("command-not-outdated");
    }

    @Test
    void withdrawnCommandIsNotToBeHadAnyMore() {
        Instant late = NOW.plus(Duration.ofMinutes(6));

        ordered(Duration.ofHours(1))
                .given(
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, late),
                        new StepWaiting(CLUSTER, ROLLOUT, "command", 1, WaitCause.RUNNER, List.of("late"), late))
                .when(takeAfter(Duration.ofMinutes(1)))
                .thenRefused("stale-task");
    }

    /** What a look saw that was asked for in time, compared only when the step's patience was long over. */
    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> comparedLate() {
        return ordered(Duration.ofHours(1))
                .given(
                        new TaskGranted(CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW),
                        new CommandEnded(
                                CLUSTER, ROLLOUT, "command", COMMAND, "runner", TaskOutcome.FINISHED, 0, null, NOW),
                        task(LOOK_AFTER, Purpose.LOOK_AFTER, 1),
                        new FactsReported(
                                CLUSTER, ROLLOUT, "command", LOOK_AFTER, "runner", NOW, List.of(), List.of()));
    }

    @Test
    void aLookThatIsComparedLateSaysNothingAboutWhatThereWasToSeeSince() {
        Instant late = NOW.plus(Duration.ofMinutes(10));
        UUID again = new UUID(1, 5);

        comparedLate()
                .when(new RolloutCommand.Verify(VERSIONS, false, "not so", order(again), order(new UUID(1, 6)), late))
                .thenEvents(lookAfter(again, 2, late));
    }

    @Test
    void aLookThatInventoryDoesNotRecordIsRepeatedWhateverThePatience() {
        Instant late = NOW.plus(Duration.ofMinutes(10));
        UUID again = new UUID(1, 5);

        comparedLate()
                .when(new RolloutCommand.LookAfterAgain(order(again), late))
                .thenEvents(lookAfter(again, 2, late));
    }

    private static TaskCreated lookAfter(UUID id, int look, Instant at) {
        return new TaskCreated(
                CLUSTER,
                ROLLOUT,
                "command",
                1,
                id,
                Purpose.LOOK_AFTER,
                look,
                "demo",
                WORK,
                Duration.ofMinutes(1),
                at,
                at);
    }

    @Test
    void anotherAttemptLooksAtAllThatTheStepDependsOn() {
        Instant later = NOW.plus(Duration.ofMinutes(2));
        UUID another = new UUID(1, 5);

        ordered(Duration.ofHours(1))
                .given(
                        new TaskGranted(CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW),
                        new CommandEnded(
                                CLUSTER, ROLLOUT, "command", COMMAND, "runner", TaskOutcome.FINISHED, 0, null, NOW),
                        task(LOOK_AFTER, Purpose.LOOK_AFTER, 1),
                        new FactsReported(
                                CLUSTER, ROLLOUT, "command", LOOK_AFTER, "runner", later, List.of(), List.of()))
                .when(new RolloutCommand.Verify(VERSIONS, false, "not so", order(LOOK_AFTER), order(another), later))
                .thenEvents(
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, later),
                        new StepBegun(CLUSTER, ROLLOUT, "command", 2, later),
                        new TaskCreated(
                                CLUSTER,
                                ROLLOUT,
                                "command",
                                2,
                                another,
                                Purpose.LOOK_BEFORE,
                                1,
                                "demo",
                                WORK,
                                Duration.ofMinutes(1),
                                later,
                                later));
    }
}
