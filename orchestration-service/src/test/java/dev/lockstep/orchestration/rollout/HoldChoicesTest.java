package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.AbortTest.LOCKS;
import static dev.lockstep.orchestration.rollout.AbortTest.executing;
import static dev.lockstep.orchestration.rollout.RandomCommands.BY_COMMAND;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.FOR_PEOPLE;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.orchestration.StateLeftEvent.StateLeftAcknowledged;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.rollout.HoldChoices.Choice;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a failed step means decides what is open: {@code once} is a HOLD, {@code command} a RETRY, {@code last} a FIX. */
class HoldChoicesTest {

    private static final Instant LATER = Instant.parse("2026-01-01T00:00:30Z");
    private static final UUID LOOK = new UUID(2, 1);
    private static final Work WORK = new Work.Execute(List.of("x"));
    private static final TaskOrder ORDER = new TaskOrder(LOOK, WORK, Duration.ofMinutes(1), Duration.ZERO);
    private static final Reversibility NO_RETURN = new Reversibility(Reversibility.Kind.POINT_OF_NO_RETURN, null, null);
    private static final RolloutCommand MENDED = new RolloutCommand.LookWhetherMended(ORDER, BY_COMMAND, LATER);
    private static final RolloutPaused PAUSED =
            new RolloutPaused(CLUSTER, ROLLOUT, "of a storm", account("operator"), LATER);

    private static List<RolloutEvent> held(String step, boolean outcomeUnknown) {
        List<RolloutEvent> events = switch (step) {
            case "once" -> executing("once", Actor.RUNNER, "check", "command");
            case "person" -> executing("person", Actor.PERSON, "check", "command", "once");
            case "last" -> executing("last", Actor.RUNNER, "check", "command", "once", "person");
            default -> executing("command", Actor.RUNNER, "check");
        };
        List<RolloutEvent> all = new ArrayList<>(outcomeUnknown ? events : events.subList(0, events.size() - 2));
        all.add(new StepHeld(CLUSTER, ROLLOUT, step, 1, "nobody knows", outcomeUnknown, LATER));
        return all;
    }

    /** Held because the looks after its command did not show its effect. */
    private static List<RolloutEvent> notSeen(String step) {
        List<RolloutEvent> events = new ArrayList<>(held(step, true));
        events.removeLast();
        events.addAll(MendingTest.unseenEffect(step, LATER));
        return events;
    }

    private static List<RolloutEvent> with(List<RolloutEvent> events, RolloutEvent more) {
        List<RolloutEvent> all = new ArrayList<>(events);
        all.add(more);
        return all;
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return DeciderScenario.scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    private static Set<Choice> open(List<RolloutEvent> events, Reversibility wayBack) {
        return HoldChoices.open(folded(events), wayBack);
    }

    static Rollout folded(List<RolloutEvent> events) {
        Rollout state = Rollout.none();
        for (RolloutEvent event : events) {
            state = RolloutEvolution.evolve(state, event);
        }
        return state;
    }

    private static RolloutCommand decide(
            String step, Decision decision, Reversibility wayBack, @Nullable String stateLeft) {
        return new RolloutCommand.Decide(
                step,
                decision,
                "because",
                account("operator"),
                ORDER,
                wayBack,
                new RolloutCommand.Ending(Set.of(), stateLeft, null),
                LATER);
    }

    private static RolloutCommand.Ending ending(@Nullable String stateLeft) {
        return new RolloutCommand.Ending(Set.of("person"), stateLeft, null);
    }

    private static HoldDecided decided(String step, Decision decision) {
        return new HoldDecided(CLUSTER, ROLLOUT, step, decision, "because", account("operator"), LATER);
    }

    private static TaskCreated look(String step, int attempt, Purpose purpose, int number) {
        return new TaskCreated(
                CLUSTER,
                ROLLOUT,
                step,
                attempt,
                LOOK,
                purpose,
                number,
                "demo",
                WORK,
                Duration.ofMinutes(1),
                LATER,
                LATER);
    }

    private static RolloutCommand mark(String step) {
        return mark(step, BY_COMMAND);
    }

    private static RolloutCommand mark(String step, Reversibility wayBack) {
        return new RolloutCommand.ProposeMark(
                step, new UUID(3, 1), "because", "seen", account("operator"), wayBack, LATER);
    }

    @Test
    void whereOnlyAPersonCanKnowEverythingIsOpen() {
        assertThat(open(held("once", true), BY_COMMAND)).containsExactlyInAnyOrder(Choice.values());
        assertThat(open(held("command", true), BY_COMMAND)).containsExactlyInAnyOrder(Choice.values());
        assertThat(open(held("once", true), FOR_PEOPLE))
                .containsExactly(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.MARK_DONE, Choice.ABORT);
        given(held("once", true))
                .when(decide("once", Decision.ABORT, BY_COMMAND, null))
                .thenEvents(
                        decided("once", Decision.ABORT),
                        new LocksReleased(CLUSTER, ROLLOUT, "once", LOCKS, LATER),
                        new RolloutAborted(CLUSTER, ROLLOUT, "because", account("operator"), LATER));
        given(held("once", true)).when(MENDED).thenRefused("nothing-to-mend");
    }

    @Test
    void whatIsToBeMendedIsNotDeclaredDone() {
        assertThat(open(held("last", true), BY_COMMAND))
                .containsExactly(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.UNDO, Choice.ABORT);
        given(held("last", true)).when(mark("last")).thenRefused("mark-done-not-open");
        given(held("once", true))
                .when(mark("once"))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void whatIsToBeMendedIsLookedAtAgainWithoutADecision() {
        given(notSeen("last")).when(MENDED).thenEvents(look("last", 1, Purpose.LOOK_AFTER, 2));
        given(held("last", false))
                .when(MENDED)
                .thenEvents(new StepBegun(CLUSTER, ROLLOUT, "last", 2, LATER), look("last", 2, Purpose.LOOK_BEFORE, 1));
        given(with(notSeen("last"), PAUSED)).when(MENDED).thenRefused("rollout-paused");
    }

    @Test
    void whatAPersonHadTakenBackIsNotBegunAgainByItself() {
        List<RolloutEvent> undone = with(notSeen("last"), decided("last", Decision.UNDO));
        undone = with(undone, look("last", 1, Purpose.LOOK_UNDONE, 1));
        undone = with(undone, new StepHeld(CLUSTER, ROLLOUT, "last", 1, "5 looks in a row failed", true, LATER));

        given(undone).when(MENDED).thenRefused("nothing-to-mend");
    }

    @Test
    void withoutAWayBackItOnlyGoesForward() {
        assertThat(open(held("once", true), NO_RETURN))
                .containsExactly(Choice.VERIFY_AGAIN, Choice.MARK_DONE, Choice.ABORT);
        assertThat(open(held("person", true), NO_RETURN))
                .containsExactly(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.MARK_DONE, Choice.ABORT);
        given(held("once", true))
                .when(decide("once", Decision.RETRY, NO_RETURN, null))
                .thenRefused("retry-not-open");
        given(held("once", true))
                .when(decide("once", Decision.UNDO, NO_RETURN, null))
                .thenRefused("no-undo");
    }

    @Test
    void beforeThePointOfNoReturnEverythingButTheWayBackIsOpen() {
        assertThat(open(held("once", false), NO_RETURN))
                .containsExactly(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.MARK_DONE, Choice.ABORT);
        given(held("once", false))
                .when(decide("once", Decision.ABORT, NO_RETURN, null))
                .thenEventsSatisfy(events -> assertThat(events).last().isInstanceOf(RolloutAborted.class));
    }

    @Test
    void whatMustNotBeDoneTwiceIsRepeatedWhenAPersonSaysThatItWasNotDone() {
        List<RolloutEvent> attested = new ArrayList<>(executing("person", Actor.PERSON, "check", "command", "once"));
        attested.add(new WorkAttested(
                CLUSTER,
                ROLLOUT,
                "person",
                new Attestation(1, Attestation.Outcome.NOT_DONE, "seen"),
                account("operator"),
                LATER));
        attested.add(new StepHeld(CLUSTER, ROLLOUT, "person", 1, "not done", true, LATER));

        assertThat(open(attested, NO_RETURN)).contains(Choice.RETRY);
    }

    @Test
    void whoeverEndsARolloutPastThePointOfNoReturnSaysWhatIsLeft() {
        StateLeftAcknowledged acknowledged =
                new StateLeftAcknowledged(CLUSTER, ROLLOUT, "once", "N1 is half upgraded", account("operator"), LATER);

        given(held("once", true))
                .when(decide("once", Decision.ABORT, NO_RETURN, null))
                .thenRefused("acknowledgement-missing");
        given(held("once", true))
                .when(decide("once", Decision.ABORT, NO_RETURN, "N1 is half upgraded"))
                .thenEvents(
                        decided("once", Decision.ABORT),
                        acknowledged,
                        new LocksReleased(CLUSTER, ROLLOUT, "once", LOCKS, LATER),
                        new RolloutAborted(CLUSTER, ROLLOUT, "because", account("operator"), LATER));
    }

    @Test
    void soDoesWhoeverEndsItInTheMiddleOfSuchAStep() {
        List<RolloutEvent> working = executing("person", Actor.PERSON, "check", "command", "once");

        given(working)
                .when(new RolloutCommand.Abort("enough", ending(null), account("operator"), LATER))
                .thenRefused("acknowledgement-missing");
        given(working)
                .when(new RolloutCommand.Abort("enough", ending("N1 is half upgraded"), account("operator"), LATER))
                .thenEventsSatisfy(events -> assertThat(events)
                        .contains(new StateLeftAcknowledged(
                                CLUSTER, ROLLOUT, "person", "N1 is half upgraded", account("operator"), LATER))
                        .last()
                        .isInstanceOf(RolloutAborted.class));
        given(working)
                .when(new RolloutCommand.Abort("enough", RolloutCommand.Ending.NONE, account("operator"), LATER))
                .thenEventsSatisfy(events -> assertThat(events).last().isInstanceOf(RolloutAborted.class));
    }

    @Test
    void whatIsToBeMendedAndHasNoWayBackIsLikeEverythingWithoutOne() {
        assertThat(open(notSeen("last"), NO_RETURN))
                .containsExactly(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.MARK_DONE, Choice.ABORT);
        given(notSeen("last"))
                .when(mark("last", NO_RETURN))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
        given(notSeen("last"))
                .when(new RolloutCommand.LookWhetherMended(ORDER, NO_RETURN, LATER))
                .thenRefused("nothing-to-mend");
    }

    @Test
    void whetherTheEndNeedsWordsIsToldInEveryPhaseInWhichItDoes() {
        Rollout working = folded(executing("person", Actor.PERSON, "check", "command", "once"));
        Rollout ordered = folded(executing("command", Actor.RUNNER, "check"));

        assertThat(needsWords(working, NO_RETURN)).isTrue();
        assertThat(needsWords(working, FOR_PEOPLE)).isFalse();
        assertThat(needsWords(ordered, NO_RETURN)).isFalse();
        assertThat(needsWords(folded(held("once", true)), NO_RETURN)).isTrue();
        assertThat(needsWords(folded(held("once", false)), NO_RETURN)).isFalse();
    }

    private static boolean needsWords(Rollout state, Reversibility wayBack) {
        CurrentStep current = Objects.requireNonNull(state.current());
        return HoldChoices.abortNeedsAcknowledgement(current, HoldChoices.meaning(current, wayBack));
    }

    @Test
    void whatSomebodySaysOfTheStateThatIsLeftIsKeptAlsoWhenItNeedNotBeSaid() {
        RolloutCommand.Ending said = ending("nothing was touched");
        StateLeftAcknowledged kept = new StateLeftAcknowledged(
                CLUSTER, ROLLOUT, "command", "nothing was touched", account("operator"), LATER);
        List<RolloutEvent> ordered = executing("command", Actor.RUNNER, "check");

        given(ordered)
                .when(new RolloutCommand.Abort("enough", said, account("operator"), LATER))
                .thenEventsSatisfy(events -> assertThat(events).contains(kept));
        given(ordered.subList(0, 5))
                .when(new RolloutCommand.Abort("enough", said, account("operator"), LATER))
                .thenEventsSatisfy(events -> assertThat(events).contains(kept));
        given(held("command", true))
                .when(decide("command", Decision.ABORT, BY_COMMAND, "nothing was touched"))
                .thenEventsSatisfy(events -> assertThat(events).contains(kept));
    }

    @Test
    void inAPauseOnlyTheEndAndTheWordOfTwoPersonsAreOpen() {
        assertThat(open(with(held("once", true), PAUSED), BY_COMMAND)).containsExactly(Choice.MARK_DONE, Choice.ABORT);
    }
}
