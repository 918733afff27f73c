package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.AbortTest.LOCKS;
import static dev.lockstep.orchestration.rollout.AbortTest.executing;
import static dev.lockstep.orchestration.rollout.RandomCommands.BY_COMMAND;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.approval;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutResumed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepCompleted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepSkipped;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.orchestration.StateLeftEvent.MixedStateLeft;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.procedures.MixedState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A rollout is paused: nothing new is begun, and what may be changing the cluster comes to its end first. */
class PauseTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final InventoryVersions VERSIONS = new InventoryVersions(1, 1);
    private static final UUID LOOK = new UUID(1, 1);
    private static final UUID COMMAND = new UUID(1, 3);
    private static final UUID LOOK_AFTER = new UUID(1, 4);
    private static final Work WORK = new Work.Execute(List.of("x"));
    private static final TaskOrder ORDER = new TaskOrder(new UUID(1, 9), WORK, Duration.ofMinutes(1), Duration.ZERO);
    private static final RolloutCommand.Pause PAUSE =
            new RolloutCommand.Pause("of a storm", account("operator"), LATER);
    private static final RolloutPaused PAUSED =
            new RolloutPaused(CLUSTER, ROLLOUT, "of a storm", account("operator"), LATER);
    private static final RolloutCommand.Resume RESUME =
            new RolloutCommand.Resume("it is over", account("coordinator"), LATER);
    private static final RolloutResumed RESUMED =
            new RolloutResumed(CLUSTER, ROLLOUT, "it is over", account("coordinator"), LATER);

    private static List<RolloutEvent> started() {
        return new ArrayList<>(List.of(
                request(NOW),
                new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)),
                new RolloutStarted(CLUSTER, ROLLOUT, account("coordinator"), NOW)));
    }

    private static List<RolloutEvent> looking(String step) {
        List<RolloutEvent> events = started();
        events.add(new StepBegun(CLUSTER, ROLLOUT, step, 1, NOW));
        events.add(task(step, LOOK, Purpose.LOOK_BEFORE));
        return events;
    }

    private static List<RolloutEvent> ordered() {
        List<RolloutEvent> events = executing("command", Actor.RUNNER, "check");
        events.add(task("command", COMMAND, Purpose.EXECUTE));
        return events;
    }

    private static List<RolloutEvent> taken() {
        List<RolloutEvent> events = ordered();
        events.add(new TaskGranted(CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW));
        return events;
    }

    private static List<RolloutEvent> undoing(boolean commandEnded) {
        List<RolloutEvent> events = taken();
        events.add(new StepHeld(CLUSTER, ROLLOUT, "command", 1, "nobody knows", true, NOW));
        events.add(new HoldDecided(
                CLUSTER, ROLLOUT, "command", RolloutEvent.Decision.UNDO, "wrong", account("operator"), NOW));
        events.add(task("command", LOOK_AFTER, Purpose.LOOK_UNDONE));
        if (commandEnded) {
            UUID undo = new UUID(1, 5);
            events.add(new FactsReported(CLUSTER, ROLLOUT, "command", LOOK_AFTER, "runner", NOW, List.of(), List.of()));
            events.add(task("command", undo, Purpose.UNDO));
            events.add(new TaskGranted(CLUSTER, ROLLOUT, "command", undo, "runner", 9, NOW));
            events.add(
                    new CommandEnded(CLUSTER, ROLLOUT, "command", undo, "runner", TaskOutcome.FINISHED, 0, null, NOW));
            events.add(task("command", new UUID(1, 6), Purpose.LOOK_UNDONE));
        }
        return events;
    }

    private static TaskCreated task(String step, UUID id, Purpose purpose) {
        return new TaskCreated(
                CLUSTER, ROLLOUT, step, 1, id, purpose, 1, "demo", WORK, Duration.ofMinutes(1), NOW, NOW);
    }

    private static StepWaiting rests(String step, int attempt) {
        return new StepWaiting(
                CLUSTER,
                ROLLOUT,
                step,
                attempt,
                WaitCause.PAUSE,
                List.of("paused by operator because of a storm"),
                LATER);
    }

    private static List<RolloutEvent> with(List<RolloutEvent> events, RolloutEvent... more) {
        List<RolloutEvent> all = new ArrayList<>(events);
        all.addAll(List.of(more));
        return all;
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return DeciderScenario.scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    private static Rollout folded(List<RolloutEvent> events) {
        RolloutDecider decider = new RolloutDecider();
        Rollout state = decider.initial();
        for (RolloutEvent event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    @Test
    void betweenTwoStepsItRestsAtOnce() {
        given(started()).when(PAUSE).thenEvents(PAUSED);

        assertThat(folded(with(started(), PAUSED)).rests()).isTrue();
    }

    @Test
    void aStepThatHasChangedNothingWaits() {
        given(looking("check")).when(PAUSE).thenEvents(PAUSED, rests("check", 1));
    }

    @Test
    void aCommandThatNobodyTookIsNotGivenOut() {
        given(ordered())
                .when(PAUSE)
                .thenEvents(PAUSED, new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, LATER), rests("command", 1));
    }

    @Test
    void aCommandThatARunnerTookComesToItsEndAndIsVerified() {
        List<RolloutEvent> paused = with(taken(), PAUSED);
        CommandEnded ended =
                new CommandEnded(CLUSTER, ROLLOUT, "command", COMMAND, "runner", TaskOutcome.FINISHED, 0, null, LATER);
        List<RolloutEvent> seen = with(
                paused,
                ended,
                task("command", LOOK_AFTER, Purpose.LOOK_AFTER),
                new FactsReported(CLUSTER, ROLLOUT, "command", LOOK_AFTER, "runner", LATER, List.of(), List.of()));

        given(taken()).when(PAUSE).thenEvents(PAUSED);
        given(paused)
                .when(new RolloutCommand.ReportCommandEnded(
                        COMMAND, "runner", TaskOutcome.FINISHED, 0, null, LATER, ORDER, LATER))
                .thenEventsSatisfy(
                        events -> assertThat(events).hasSize(2).first().isEqualTo(ended));
        given(seen)
                .when(new RolloutCommand.Verify(VERSIONS, true, "", ORDER, ORDER, LATER))
                .thenEvents(
                        new StepCompleted(CLUSTER, ROLLOUT, "command", 1, VERSIONS, LATER),
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, LATER));
        assertThat(folded(seen).rests()).isFalse();
    }

    @Test
    void aPersonAtWorkMayAttest() {
        List<RolloutEvent> working = executing("person", Actor.PERSON, "check", "command", "once");

        given(working).when(PAUSE).thenEvents(PAUSED);
    }

    @Test
    void anotherAttemptOfAStepThatRepeatsItselfWaits() {
        List<RolloutEvent> notSeen = with(
                taken(),
                PAUSED,
                new CommandEnded(CLUSTER, ROLLOUT, "command", COMMAND, "runner", TaskOutcome.FINISHED, 0, null, NOW),
                task("command", LOOK_AFTER, Purpose.LOOK_AFTER),
                new FactsReported(CLUSTER, ROLLOUT, "command", LOOK_AFTER, "runner", LATER, List.of(), List.of()));

        given(notSeen)
                .when(new RolloutCommand.Verify(VERSIONS, false, "not there", ORDER, ORDER, LATER))
                .thenEvents(
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, LATER),
                        new StepBegun(CLUSTER, ROLLOUT, "command", 2, LATER),
                        rests("command", 2));
    }

    @Test
    void anUndoThatHasNotBegunIsNotBegun() {
        given(undoing(false))
                .when(PAUSE)
                .thenEvents(
                        PAUSED,
                        new StepHeld(
                                CLUSTER,
                                ROLLOUT,
                                "command",
                                1,
                                "paused by operator because of a storm, before anything was taken back",
                                true,
                                LATER));
    }

    @Test
    void anUndoWhoseCommandRanIsVerified() {
        given(undoing(true)).when(PAUSE).thenEvents(PAUSED);
    }

    @Test
    void nothingNewIsBegunUntilItIsResumed() {
        List<RolloutEvent> paused = with(
                started(),
                new StepBegun(CLUSTER, ROLLOUT, "check", 1, NOW),
                new StepSkipped(CLUSTER, ROLLOUT, "check", "so already", VERSIONS, NOW),
                PAUSED);
        RolloutCommand begin = new RolloutCommand.BeginStep("command", ORDER, LATER);

        given(paused).when(begin).thenRefused("rollout-paused");
        given(paused)
                .when(new RolloutCommand.SkipStep("command", "with it", VERSIONS, LATER))
                .thenRefused("rollout-paused");
        given(paused).when(RESUME).thenEvents(RESUMED);
        given(with(paused, RESUMED))
                .when(begin)
                .thenEventsSatisfy(events -> assertThat(events).hasSize(2));
    }

    @Test
    void aStepThatWaitsLooksAgainOnlyWhenItIsResumed() {
        List<RolloutEvent> paused = with(looking("check"), PAUSED, rests("check", 1));
        RolloutCommand look = new RolloutCommand.LookAgain(ORDER, LATER);

        given(paused).when(look).thenRefused("rollout-paused");
        given(with(paused, RESUMED))
                .when(look)
                .thenEventsSatisfy(events -> assertThat(events)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                TaskCreated.class,
                                task -> assertThat(task.purpose()).isEqualTo(Purpose.LOOK_BEFORE)));
    }

    @Test
    void whatIsHeldIsDecidedUponAfterwardsButMayBeEnded() {
        List<RolloutEvent> held =
                with(taken(), new StepHeld(CLUSTER, ROLLOUT, "command", 1, "nobody knows", true, NOW), PAUSED);

        given(held).when(decide(RolloutEvent.Decision.RETRY)).thenRefused("rollout-paused");
        given(held).when(decide(RolloutEvent.Decision.VERIFY_AGAIN)).thenRefused("rollout-paused");
        given(held).when(decide(RolloutEvent.Decision.UNDO)).thenRefused("rollout-paused");
        given(held)
                .when(decide(RolloutEvent.Decision.ABORT))
                .thenEventsSatisfy(events -> assertThat(events).last().isInstanceOf(RolloutAborted.class));
    }

    private static RolloutCommand decide(RolloutEvent.Decision decision) {
        return new RolloutCommand.Decide(
                "command",
                decision,
                "because",
                account("operator"),
                ORDER,
                BY_COMMAND,
                RolloutCommand.Ending.NONE,
                LATER);
    }

    @Test
    void theLastStepOfAPausedRolloutCompletesIt() {
        List<RolloutEvent> events = started();
        for (String step : List.of("check", "command", "once", "person", "last")) {
            events.add(new StepBegun(CLUSTER, ROLLOUT, step, 1, NOW));
            events.add(new StepSkipped(CLUSTER, ROLLOUT, step, "so already", VERSIONS, NOW));
        }

        given(with(events, PAUSED))
                .when(new RolloutCommand.Complete(LATER))
                .thenEventsSatisfy(ended -> assertThat(ended).hasSize(1));
    }

    @Test
    void onlyWhatRunsIsPausedAndOnlyWhatIsPausedIsResumed() {
        RolloutAborted aborted = new RolloutAborted(CLUSTER, ROLLOUT, "enough", account("operator"), NOW);

        given(List.of(request(NOW))).when(PAUSE).thenRefused("wrong-status");
        given(with(started(), aborted)).when(PAUSE).thenRefused("wrong-status");
        given(with(started(), aborted)).when(RESUME).thenRefused("wrong-status");
        given(with(started(), PAUSED)).when(PAUSE).thenRefused("already-paused");
        given(started()).when(RESUME).thenRefused("not-paused");
        given(with(started(), PAUSED, RESUMED)).when(RESUME).thenRefused("not-paused");
    }

    @Test
    void howTheClusterStandsIsToldOnceItRests() {
        RolloutCommand tell = new RolloutCommand.TellStateLeft(RandomCommands.LEFT, LATER);
        MixedStateLeft told = new MixedStateLeft(CLUSTER, ROLLOUT, RandomCommands.LEFT, LATER);

        given(with(started(), PAUSED)).when(tell).thenEvents(told);
        given(with(started(), PAUSED, told)).when(tell).thenRefused("not-at-rest");
        given(with(taken(), PAUSED)).when(tell).thenRefused("not-at-rest");
        given(started()).when(tell).thenRefused("not-at-rest");
        given(with(started(), PAUSED, told, RESUMED, PAUSED)).when(tell).thenEvents(told);
    }

    @Test
    void howTheClusterStandsIsToldWhenARolloutIsEnded() {
        RolloutCommand.Ending ending = new RolloutCommand.Ending(Set.of(), null, RandomCommands.LEFT);
        MixedStateLeft told = new MixedStateLeft(CLUSTER, ROLLOUT, RandomCommands.LEFT, LATER);
        RolloutAborted aborted = new RolloutAborted(CLUSTER, ROLLOUT, "enough", account("operator"), LATER);
        RolloutCommand abort = new RolloutCommand.Abort("enough", ending, account("operator"), LATER);

        given(started()).when(abort).thenEvents(told, aborted);
        given(List.of(request(NOW))).when(abort).thenEvents(aborted);
        given(executing("person", Actor.PERSON, "check", "command", "once"))
                .when(abort)
                .thenEventsSatisfy(events -> assertThat(events).endsWith(unverified("person"), aborted));
        given(ordered())
                .when(abort)
                .thenEventsSatisfy(events -> assertThat(events).endsWith(told, aborted));
        given(with(taken(), new StepHeld(CLUSTER, ROLLOUT, "command", 1, "nobody knows", true, NOW)))
                .when(new RolloutCommand.Decide(
                        "command",
                        RolloutEvent.Decision.ABORT,
                        "enough",
                        account("operator"),
                        ORDER,
                        BY_COMMAND,
                        ending,
                        LATER))
                .thenEventsSatisfy(events -> assertThat(events).endsWith(unverified("command"), aborted));
    }

    private static MixedStateLeft unverified(String step) {
        return new MixedStateLeft(CLUSTER, ROLLOUT, MixedState.unverified(RandomCommands.LEFT, step), LATER);
    }

    @Test
    void howTheClusterStandsIsToldAgainWhenTwoPersonsAnswerForAStepInThePause() {
        MixedStateLeft told =
                new MixedStateLeft(CLUSTER, ROLLOUT, MixedState.unverified(RandomCommands.LEFT, "command"), LATER);
        List<RolloutEvent> held =
                with(taken(), new StepHeld(CLUSTER, ROLLOUT, "command", 1, "nobody knows", true, NOW), PAUSED);
        RolloutCommand tell = new RolloutCommand.TellStateLeft(RandomCommands.LEFT, LATER);
        StepMarkedDone marked = new StepMarkedDone(
                CLUSTER,
                ROLLOUT,
                "command",
                1,
                new UUID(3, 1),
                "because",
                "seen",
                account("operator"),
                LATER,
                "",
                account("approver"),
                LATER);

        given(held).when(tell).thenEvents(told);
        given(with(held, told)).when(tell).thenRefused("not-at-rest");
        given(with(held, told, marked))
                .when(tell)
                .thenEvents(new MixedStateLeft(CLUSTER, ROLLOUT, RandomCommands.LEFT, LATER));
    }

    @Test
    void aGateThatIsClosedStaysSoInAPause() {
        UUID gate = new UUID(1, 2);
        StepWaiting closed =
                new StepWaiting(CLUSTER, ROLLOUT, "check", 1, WaitCause.GATE, List.of("no DNS"), NOW.plusSeconds(5));
        List<RolloutEvent> paused = with(
                looking("check"),
                new FactsReported(CLUSTER, ROLLOUT, "check", LOOK, "runner", NOW, List.of(), List.of()),
                new GateRequested(
                        CLUSTER,
                        ROLLOUT,
                        "check",
                        gate,
                        Scenario.NEW,
                        List.of(Stage.CLUS),
                        null,
                        null,
                        "6.5.6944",
                        VERSIONS,
                        NOW),
                closed,
                task("check", LOOK_AFTER, Purpose.LOOK_BEFORE),
                PAUSED,
                rests("check", 1));

        assertThat(Objects.requireNonNull(folded(paused).current()).waitsAtClosedGateSince())
                .contains(NOW.plusSeconds(5));
        assertThat(Objects.requireNonNull(folded(with(looking("check"), PAUSED, rests("check", 1)))
                                .current())
                        .waitsAtClosedGateSince())
                .isEmpty();
    }

    @Test
    void aPausedRolloutCanBeEnded() {
        given(with(started(), PAUSED))
                .when(new RolloutCommand.Abort("enough", RolloutCommand.Ending.NONE, account("operator"), LATER))
                .thenEvents(new RolloutAborted(CLUSTER, ROLLOUT, "enough", account("operator"), LATER));
    }

    @Test
    void grantsOfTheCommandThatWasNotGivenOutAreRefused() {
        given(with(
                        ordered(),
                        PAUSED,
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, LATER),
                        rests("command", 1)))
                .when(new RolloutCommand.TakeTask(COMMAND, "runner", 9, LATER))
                .thenRefused("stale-task");
        given(with(
                        ordered(),
                        PAUSED,
                        new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, LATER),
                        rests("command", 1)))
                .when(new RolloutCommand.Execute(List.of(new LockGrant("cluster " + CLUSTER, 9)), ORDER, LATER))
                .thenRefused("rollout-paused");
    }
}
