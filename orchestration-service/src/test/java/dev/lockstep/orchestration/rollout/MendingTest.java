package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.AbortTest.LOCKS;
import static dev.lockstep.orchestration.rollout.AbortTest.executing;
import static dev.lockstep.orchestration.rollout.HoldChoicesTest.folded;
import static dev.lockstep.orchestration.rollout.RandomCommands.BY_COMMAND;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;
import static dev.lockstep.orchestration.rollout.RandomCommands.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.Repeatability;
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
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.Decision.Accepted;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.rollout.HoldChoices.Choice;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A step that is held until something has been mended looks by itself, and meanwhile is as good as held. */
class MendingTest {

    private static final Instant LATER = Instant.parse("2026-01-01T00:00:30Z");
    private static final UUID COMMAND = new UUID(2, 2);
    private static final UUID LOOK = new UUID(2, 4);
    private static final Work WORK = new Work.Execute(List.of("x"));
    private static final TaskOrder ORDER = new TaskOrder(LOOK, WORK, Duration.ofMinutes(1), Duration.ZERO);
    private static final RolloutCommand MENDED = new RolloutCommand.LookWhetherMended(ORDER, BY_COMMAND, LATER);
    private static final RolloutCommand PAUSE = new RolloutCommand.Pause("of a storm", account("operator"), LATER);
    private static final RolloutPaused PAUSED =
            new RolloutPaused(CLUSTER, ROLLOUT, "of a storm", account("operator"), LATER);
    private static final TaskGranted TAKEN = new TaskGranted(CLUSTER, ROLLOUT, "last", LOOK, "runner", 9, LATER);
    private static final StepHeld HELD = held(true);

    private static StepHeld held(boolean outcomeUnknown) {
        return new StepHeld(CLUSTER, ROLLOUT, "last", 1, "its effect was not seen", outcomeUnknown, LATER);
    }

    /** A runner's command, and the look that did not show what it did. */
    static List<RolloutEvent> unseenEffect(String step, Instant at) {
        UUID look = new UUID(2, 3);
        return List.of(
                task(step, COMMAND, Purpose.EXECUTE, 1, at),
                new TaskGranted(CLUSTER, ROLLOUT, step, COMMAND, "runner", 8, at),
                new CommandEnded(CLUSTER, ROLLOUT, step, COMMAND, "runner", TaskOutcome.FINISHED, 0, null, at),
                task(step, look, Purpose.LOOK_AFTER, 1, at),
                new TaskGranted(CLUSTER, ROLLOUT, step, look, "runner", 9, at),
                new FactsReported(CLUSTER, ROLLOUT, step, look, "runner", at, List.of(), List.of()),
                new StepHeld(CLUSTER, ROLLOUT, step, 1, "its effect was not seen", true, at));
    }

    private static TaskCreated task(String step, UUID id, Purpose purpose, int look, Instant at) {
        return new TaskCreated(
                CLUSTER, ROLLOUT, step, 1, id, purpose, look, "demo", WORK, Duration.ofMinutes(1), at, at);
    }

    /** The last step, which is to be mended, is held because its effect was not seen. */
    private static List<RolloutEvent> unseen() {
        List<RolloutEvent> events = executing("last", Actor.RUNNER, "check", "command", "once", "person");
        events.addAll(unseenEffect("last", LATER));
        return events;
    }

    /** It looks by itself, and no runner has taken the look. */
    private static List<RolloutEvent> looking() {
        return with(unseen(), task("last", LOOK, Purpose.LOOK_AFTER, 2, LATER));
    }

    private static List<RolloutEvent> with(List<RolloutEvent> events, RolloutEvent... more) {
        List<RolloutEvent> all = new ArrayList<>(events);
        all.addAll(List.of(more));
        return all;
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return DeciderScenario.scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    /** The events and those that a command adds to them. */
    private static List<RolloutEvent> after(List<RolloutEvent> events, RolloutCommand command) {
        if (new RolloutDecider().decide(folded(events), command)
                instanceof Accepted<RolloutEvent>(List<RolloutEvent> more)) {
            return with(events, more.toArray(RolloutEvent[]::new));
        }
        throw new AssertionError("refused: " + command);
    }

    private static RolloutCommand decide(Decision decision) {
        return new RolloutCommand.Decide(
                "last", decision, "because", account("operator"), ORDER, BY_COMMAND, RolloutCommand.Ending.NONE, LATER);
    }

    private static HoldDecided decided(Decision decision) {
        return new HoldDecided(CLUSTER, ROLLOUT, "last", decision, "because", account("operator"), LATER);
    }

    private static CurrentStep current(List<RolloutEvent> events) {
        return Objects.requireNonNull(folded(events).current());
    }

    @Test
    void whatAPersonSaysWasNotDoneIsDecidedByAPerson() {
        List<RolloutEvent> working = executing("person", Actor.PERSON, "check", "command");
        working.set(0, request(LATER.minusSeconds(30), fix("person", Actor.PERSON)));
        List<RolloutEvent> notDone = after(
                working,
                new RolloutCommand.Attest(
                        "person",
                        new Attestation(1, Attestation.Outcome.NOT_DONE, "the registry is locked"),
                        account("operator"),
                        ORDER,
                        LATER));

        assertThat(current(notDone).phase()).isEqualTo(Phase.HELD);
        given(notDone).when(MENDED).thenRefused("nothing-to-mend");
    }

    @Test
    void whatMayStillRunAndMustNotRunTwiceIsDecidedByAPerson() {
        List<RolloutEvent> lost = executing("once", Actor.RUNNER, "check", "command");
        lost.set(0, request(LATER.minusSeconds(30), fix("once", Actor.RUNNER)));
        lost.add(task("once", COMMAND, Purpose.EXECUTE, 1, LATER));
        lost.add(new TaskGranted(CLUSTER, ROLLOUT, "once", COMMAND, "runner", 8, LATER));
        List<RolloutEvent> held = after(
                lost,
                new RolloutCommand.ReportCommandEnded(
                        COMMAND, "runner", TaskOutcome.UNKNOWN, null, "silent", LATER, ORDER, LATER));

        assertThat(current(held).phase()).isEqualTo(Phase.HELD);
        given(held).when(MENDED).thenRefused("nothing-to-mend");
    }

    private static RolloutStep fix(String id, Actor actor) {
        return step(id, actor, FailureClass.FIX, Repeatability.CONDITIONAL);
    }

    @Test
    void aLookThatNobodyTookDoesNotKeepARolloutFromResting() {
        given(looking()).when(PAUSE).thenEvents(PAUSED, HELD);

        assertThat(folded(after(looking(), PAUSE)).rests()).isTrue();
        assertThat(current(after(looking(), PAUSE)).mends()).isTrue();
    }

    @Test
    void neitherDoesOneThatFailsInThePauseOrThatInventoryDoesNotRecord() {
        List<RolloutEvent> paused = with(looking(), TAKEN, PAUSED);
        RolloutCommand failed = new RolloutCommand.ReportLookFailed(LOOK, "silent", ORDER, LATER);
        List<RolloutEvent> seen =
                with(paused, new FactsReported(CLUSTER, ROLLOUT, "last", LOOK, "runner", LATER, List.of(), List.of()));

        given(paused).when(failed).thenEvents(new LookFailed(CLUSTER, ROLLOUT, "last", LOOK, "silent", LATER), HELD);
        given(seen).when(new RolloutCommand.LookAfterAgain(ORDER, LATER)).thenEvents(HELD);
    }

    @Test
    void whileNobodyTookTheLookEverythingIsOpenThatWasOpenBefore() {
        assertThat(HoldChoices.open(folded(looking()), BY_COMMAND))
                .isEqualTo(HoldChoices.open(folded(unseen()), BY_COMMAND))
                .containsExactly(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.UNDO, Choice.ABORT);
        given(looking())
                .when(decide(Decision.ABORT))
                .thenEvents(
                        HELD,
                        decided(Decision.ABORT),
                        new LocksReleased(CLUSTER, ROLLOUT, "last", LOCKS, LATER),
                        new RolloutAborted(CLUSTER, ROLLOUT, "because", account("operator"), LATER));
        given(looking())
                .when(decide(Decision.UNDO))
                .thenEvents(HELD, decided(Decision.UNDO), task("last", LOOK, Purpose.LOOK_UNDONE, 1, LATER));
        given(with(looking(), TAKEN)).when(decide(Decision.ABORT)).thenRefused("not-held");
    }

    @Test
    void soItIsWithAStepThatHasChangedNothingAndBeginsAgain() {
        List<RolloutEvent> executing = executing("last", Actor.RUNNER, "check", "command", "once", "person");
        List<RolloutEvent> again = after(with(executing.subList(0, executing.size() - 2), held(false)), MENDED);
        StepHeld heldAgain = new StepHeld(CLUSTER, ROLLOUT, "last", 2, "its effect was not seen", false, LATER);

        assertThat(current(again).phase()).isEqualTo(Phase.LOOKING);
        given(again).when(PAUSE).thenEvents(PAUSED, heldAgain);
        given(again)
                .when(decide(Decision.ABORT))
                .thenEvents(
                        heldAgain,
                        decided(Decision.ABORT),
                        new RolloutAborted(CLUSTER, ROLLOUT, "because", account("operator"), LATER));
    }

    @Test
    void whatAPersonDecidedIsNotTakenForALookOfItsOwn() {
        List<RolloutEvent> verifying = after(unseen(), decide(Decision.VERIFY_AGAIN));

        assertThat(current(verifying).phase()).isEqualTo(Phase.CHECKING);
        assertThat(current(verifying).asGoodAsHeld()).isNull();
        given(verifying).when(decide(Decision.ABORT)).thenRefused("not-held");
    }

    @Test
    void looksAreCountedUntilAPersonDecides() {
        List<RolloutEvent> twice = with(looking(), HELD, task("last", COMMAND, Purpose.LOOK_AFTER, 3, LATER), HELD);

        assertThat(looks(unseen())).isZero();
        assertThat(looks(twice)).isEqualTo(2);
        assertThat(looks(with(after(twice, decide(Decision.VERIFY_AGAIN)), HELD)))
                .isZero();
    }

    @Test
    void aStepThatBeginsAgainByItselfCountsToo() {
        List<RolloutEvent> executing = executing("last", Actor.RUNNER, "check", "command", "once", "person");
        List<RolloutEvent> held = with(executing.subList(0, executing.size() - 2), held(false));
        List<RolloutEvent> again = after(held, MENDED);

        assertThat(again).last().isInstanceOf(TaskCreated.class);
        assertThat(again).contains(new StepBegun(CLUSTER, ROLLOUT, "last", 2, LATER));
        assertThat(looks(with(again, held(false)))).isEqualTo(1);
    }

    private static int looks(List<RolloutEvent> events) {
        return Objects.requireNonNull(current(events).mending()).looks();
    }

    @Test
    void aStepThatWentOnIsNotHeldAnyMore() {
        List<RolloutEvent> executing = executing("last", Actor.RUNNER, "check", "command", "once", "person");
        List<RolloutEvent> again = after(with(executing.subList(0, executing.size() - 2), held(false)), MENDED);
        List<RolloutEvent> seen = with(
                again,
                TAKEN,
                new FactsReported(CLUSTER, ROLLOUT, "last", LOOK, "runner", LATER, List.of(), List.of()),
                task("last", COMMAND, Purpose.LOOK_BEFORE, 2, LATER));

        assertThat(current(seen).phase()).isEqualTo(Phase.LOOKING);
        assertThat(current(seen).asGoodAsHeld()).isNull();
    }
}
