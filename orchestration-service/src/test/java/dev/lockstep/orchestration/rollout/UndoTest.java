package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.RandomCommands.BY_COMMAND;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.FOR_PEOPLE;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepUndone;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A held step is taken back by its plan's command, under its own locks, and only a look says that it was. */
class UndoTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final Instant MUCH_LATER = NOW.plus(Duration.ofMinutes(10));
    private static final InventoryVersions VERSIONS = new InventoryVersions(3, 4);
    private static final UUID LOOK = new UUID(1, 11);
    private static final UUID UNDO = new UUID(1, 12);
    private static final UUID AGAIN = new UUID(1, 13);
    private static final Work WORK = new Work.Execute(List.of("x"));

    /** A command whose effect nobody knows. */
    private static List<RolloutEvent> held() {
        List<RolloutEvent> events = AbortTest.executing("once", Actor.RUNNER, "check", "command");
        events.add(held("nobody knows", true));
        return events;
    }

    /** The same, with the decision that it be taken back, and what the first look saw. */
    private static List<RolloutEvent> lookedAt() {
        List<RolloutEvent> events = held();
        events.add(decided());
        events.add(task(LOOK, Purpose.LOOK_UNDONE, 1, LATER));
        events.add(new FactsReported(CLUSTER, ROLLOUT, "once", LOOK, "runner", LATER, List.of(), List.of()));
        return events;
    }

    /** The same, with the undo that was ordered. */
    private static List<RolloutEvent> ordered() {
        List<RolloutEvent> events = lookedAt();
        events.add(task(UNDO, Purpose.UNDO, 1, LATER));
        return events;
    }

    /** The same, with the undo that ended well, and what a look saw then. */
    private static List<RolloutEvent> ended(Instant seenAt) {
        List<RolloutEvent> events = ordered();
        events.add(new TaskGranted(CLUSTER, ROLLOUT, "once", UNDO, "runner", 9, LATER));
        events.add(new CommandEnded(CLUSTER, ROLLOUT, "once", UNDO, "runner", TaskOutcome.FINISHED, 0, null, LATER));
        events.add(task(AGAIN, Purpose.LOOK_UNDONE, 1, LATER));
        events.add(new FactsReported(CLUSTER, ROLLOUT, "once", AGAIN, "runner", seenAt, List.of(), List.of()));
        return events;
    }

    private static List<RolloutEvent> undone() {
        List<RolloutEvent> events = ended(LATER);
        events.add(stepUndone(LATER));
        events.add(new LocksReleased(CLUSTER, ROLLOUT, "once", AbortTest.LOCKS, LATER));
        return events;
    }

    private static StepHeld held(String reason, boolean unknown) {
        return new StepHeld(CLUSTER, ROLLOUT, "once", 1, reason, unknown, NOW);
    }

    private static HoldDecided decided() {
        return new HoldDecided(CLUSTER, ROLLOUT, "once", Decision.UNDO, "wrong address", account("operator"), LATER);
    }

    private static StepUndone stepUndone(Instant at) {
        return new StepUndone(CLUSTER, ROLLOUT, "once", 1, "wrong address", account("operator"), VERSIONS, at);
    }

    private static TaskCreated task(UUID id, Purpose purpose, int look, Instant at) {
        return new TaskCreated(
                CLUSTER, ROLLOUT, "once", 1, id, purpose, look, "demo", WORK, Duration.ofMinutes(1), at, at);
    }

    private static TaskOrder order(UUID id) {
        return new TaskOrder(id, WORK, Duration.ofMinutes(1), Duration.ZERO);
    }

    private static RolloutCommand.Decide decide(Decision decision, Reversibility wayBack) {
        return new RolloutCommand.Decide(
                "once",
                decision,
                "wrong address",
                account("operator"),
                order(LOOK),
                wayBack,
                RolloutCommand.Ending.NONE,
                LATER);
    }

    private static RolloutCommand.VerifyUndo verify(boolean gone, Instant now) {
        return new RolloutCommand.VerifyUndo(
                VERSIONS, gone, gone ? "" : "it is still there", null, order(UNDO), order(AGAIN), now);
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return DeciderScenario.scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    @Test
    void theDecisionIsRecordedWithItsReasonAndALookComesFirst() {
        given(held())
                .when(decide(Decision.UNDO, BY_COMMAND))
                .thenEvents(decided(), task(LOOK, Purpose.LOOK_UNDONE, 1, LATER));
    }

    @Test
    void whatNoCommandTakesBackIsRefused() {
        given(held()).when(decide(Decision.UNDO, FOR_PEOPLE)).thenRefused("no-undo");
        for (Reversibility.Kind kind : Reversibility.Kind.values()) {
            given(held())
                    .when(decide(Decision.UNDO, new Reversibility(kind, null, null)))
                    .thenRefused("no-undo");
        }
    }

    @Test
    void whatChangedNothingIsNotTakenBack() {
        List<RolloutEvent> neverExecuted = new ArrayList<>(held());
        neverExecuted.removeLast();
        neverExecuted.add(held("nothing was changed", false));

        given(neverExecuted).when(decide(Decision.UNDO, BY_COMMAND)).thenRefused("nothing-to-undo");
        given(undone()).when(decide(Decision.UNDO, BY_COMMAND)).thenRefused("nothing-to-undo");
    }

    @Test
    void whatIsNotHeldIsNotTakenBack() {
        given(AbortTest.executing("once", Actor.RUNNER, "check", "command"))
                .when(decide(Decision.UNDO, BY_COMMAND))
                .thenRefused("not-held");
        given(ordered()).when(decide(Decision.UNDO, BY_COMMAND)).thenRefused("not-held");
    }

    @Test
    void noCommandRunsWhereTheEffectIsGoneAlready() {
        given(lookedAt())
                .when(verify(true, LATER))
                .thenEvents(stepUndone(LATER), new LocksReleased(CLUSTER, ROLLOUT, "once", AbortTest.LOCKS, LATER));
    }

    @Test
    void theCommandIsOrderedOnWhatWasJustSeenUnderTheLocksThatAreHeld() {
        given(lookedAt()).when(verify(false, LATER)).thenEvents(task(UNDO, Purpose.UNDO, 1, LATER));

        assertThat(state(ordered()).locks()).isEqualTo(AbortTest.LOCKS);
    }

    @Test
    void aCommandThatIsForbiddenIsNotOrderedAndTheStepIsHeldAsBefore() {
        given(lookedAt())
                .when(new RolloutCommand.VerifyUndo(
                        VERSIONS, false, "it is still there", "no way back", order(UNDO), order(AGAIN), LATER))
                .thenEvents(new StepHeld(CLUSTER, ROLLOUT, "once", 1, "no way back", true, LATER));
        given(ended(LATER))
                .when(new RolloutCommand.VerifyUndo(
                        VERSIONS, true, "", "no way back", order(UNDO), order(AGAIN), LATER))
                .thenEventsSatisfy(events -> assertThat(events).first().isInstanceOf(StepUndone.class));
    }

    @Test
    void anOldLookIsRepeatedBeforeTheCommand() {
        given(lookedAt()).when(verify(false, MUCH_LATER)).thenEvents(task(AGAIN, Purpose.LOOK_UNDONE, 2, MUCH_LATER));
    }

    @Test
    void aRunnerThatComesTooLateDoesNotGetTheCommandAndTheStepIsHeldAsBefore() {
        given(ordered())
                .when(new RolloutCommand.TakeTask(UNDO, "runner", 9, MUCH_LATER))
                .thenRefused("command-outdated");
        given(ordered())
                .when(new RolloutCommand.WithdrawCommand(UNDO, MUCH_LATER))
                .thenEvents(new StepHeld(
                        CLUSTER,
                        ROLLOUT,
                        "once",
                        1,
                        "no runner of the site took the undo in time, and it was withdrawn: "
                                + "the facts that the requirements were met on are too old",
                        true,
                        MUCH_LATER));
        given(ordered())
                .when(new RolloutCommand.GrantLapsed(UNDO, "the runner fell silent", LATER))
                .thenEvents(new StepHeld(CLUSTER, ROLLOUT, "once", 1, "the runner fell silent", true, LATER));
    }

    @Test
    void theCommandsEndIsNoProof() {
        given(ordered())
                .when(commandEnded(TaskOutcome.FINISHED))
                .thenEvents(
                        new CommandEnded(
                                CLUSTER, ROLLOUT, "once", UNDO, "runner", TaskOutcome.FINISHED, 0, "no word", LATER),
                        task(AGAIN, Purpose.LOOK_UNDONE, 1, LATER));
    }

    @Test
    void anUndoWithUnknownOutcomeIsHeld() {
        for (TaskOutcome outcome : List.of(TaskOutcome.UNKNOWN, TaskOutcome.TIMED_OUT)) {
            given(ordered())
                    .when(commandEnded(outcome))
                    .thenEvents(
                            new CommandEnded(CLUSTER, ROLLOUT, "once", UNDO, "runner", outcome, 0, "no word", LATER),
                            new StepHeld(
                                    CLUSTER,
                                    ROLLOUT,
                                    "once",
                                    1,
                                    "what the undo did is not known: no word",
                                    true,
                                    LATER));
        }
    }

    private static RolloutCommand.ReportCommandEnded commandEnded(TaskOutcome outcome) {
        return new RolloutCommand.ReportCommandEnded(UNDO, "runner", outcome, 0, "no word", LATER, order(AGAIN), LATER);
    }

    @Test
    void aLookThatFailedIsRepeatedForTheSamePurpose() {
        List<RolloutEvent> events = ordered();
        events.add(new TaskGranted(CLUSTER, ROLLOUT, "once", UNDO, "runner", 9, LATER));
        events.add(new CommandEnded(CLUSTER, ROLLOUT, "once", UNDO, "runner", TaskOutcome.FINISHED, 0, null, LATER));
        events.add(task(LOOK, Purpose.LOOK_UNDONE, 1, LATER));

        given(events)
                .when(new RolloutCommand.ReportLookFailed(LOOK, "garbled", order(AGAIN), LATER))
                .thenEvents(
                        new LookFailed(CLUSTER, ROLLOUT, "once", LOOK, "garbled", LATER),
                        task(AGAIN, Purpose.LOOK_UNDONE, 2, LATER));
    }

    @Test
    void theCommandRunsOnceAndThenLooksGoOnAsLongAsTheStepsPatience() {
        given(ended(LATER)).when(verify(false, LATER)).thenEvents(task(AGAIN, Purpose.LOOK_UNDONE, 2, LATER));
        given(ended(MUCH_LATER))
                .when(verify(false, MUCH_LATER))
                .thenEvents(new StepHeld(
                        CLUSTER,
                        ROLLOUT,
                        "once",
                        1,
                        "the step was to be taken back, and its effect is still there: it is still there",
                        true,
                        MUCH_LATER));
    }

    @Test
    void whatWasTakenBackIsHeldAsChangedNothing() {
        assertThat(state(undone())).satisfies(step -> {
            assertThat(step.phase()).isEqualTo(Phase.HELD);
            assertThat(step.outcomeUnknown()).isFalse();
            assertThat(step.locks()).isEmpty();
            assertThat(step.reasons()).singleElement().asString().contains("taken back", "operator", "wrong address");
        });
    }

    @Test
    void itCanBeCarriedOutAgainFromItsFirstLook() {
        given(undone())
                .when(decide(Decision.RETRY, BY_COMMAND))
                .thenEvents(
                        new HoldDecided(
                                CLUSTER, ROLLOUT, "once", Decision.RETRY, "wrong address", account("operator"), LATER),
                        new StepBegun(CLUSTER, ROLLOUT, "once", 2, LATER),
                        new TaskCreated(
                                CLUSTER,
                                ROLLOUT,
                                "once",
                                2,
                                LOOK,
                                Purpose.LOOK_BEFORE,
                                1,
                                "demo",
                                WORK,
                                Duration.ofMinutes(1),
                                LATER,
                                LATER));
    }

    @Test
    void aRolloutThatIsEndedThenLeavesNoStepOfUnknownOutcome() {
        List<RolloutEvent> events = undone();
        events.add(new HoldDecided(CLUSTER, ROLLOUT, "once", Decision.ABORT, "enough", account("operator"), LATER));
        events.add(new RolloutAborted(CLUSTER, ROLLOUT, "enough", account("operator"), LATER));
        Rollout state = Rollout.none();
        for (RolloutEvent event : events) {
            state = RolloutEvolution.evolve(state, event);
        }

        assertThat(state.status()).isEqualTo(Rollout.Status.ABORTED);
        assertThat(state.current()).isNull();
    }

    @Test
    void theRolloutIsNotEndedWhileAnUndoMayBeRunning() {
        List<RolloutEvent> taken = ordered();
        taken.add(new TaskGranted(CLUSTER, ROLLOUT, "once", UNDO, "runner", 9, LATER));

        given(taken)
                .when(new RolloutCommand.Abort("enough", RolloutCommand.Ending.NONE, account("operator"), LATER))
                .thenRefused("step-in-progress");
    }

    private static Rollout.CurrentStep state(List<RolloutEvent> events) {
        Rollout state = Rollout.none();
        for (RolloutEvent event : events) {
            state = RolloutEvolution.evolve(state, event);
        }
        Rollout.CurrentStep current = state.current();
        assertThat(current).isNotNull();
        return Objects.requireNonNull(current);
    }
}
