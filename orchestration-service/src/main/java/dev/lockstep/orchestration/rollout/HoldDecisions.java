package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;
import static dev.lockstep.orchestration.rollout.StepDecisions.task;

import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Mending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a person can decide about a step that does not go on by itself. */
final class HoldDecisions {

    private HoldDecisions() {}

    static Decision<RolloutEvent> decide(Rollout state, CurrentStep current, RolloutCommand.Decide decide) {
        if (!decide.step().equals(current.step().id())) {
            return refuse("not-held", "The step '%s' does not wait for a decision.".formatted(decide.step()));
        }
        if (decide.decision() != RolloutEvent.Decision.ABORT) {
            Optional<Decision<RolloutEvent>> paused = PauseDecisions.refusal(state);
            if (paused.isPresent()) {
                return paused.get();
            }
        }
        if (current.asGoodAsHeld() != null) {
            StepHeld again = heldAgain(state, current, decide.now());
            Rollout held = RolloutEvolution.evolve(state, again);
            return after(again, held(held, Objects.requireNonNull(held.current()), decide));
        }
        return switch (current.phase()) {
            case HELD -> held(state, current, decide);
            case WAITING -> waiting(state, current, decide);
            case BEGUN,
                    LOOKING,
                    RECORDING,
                    GATED,
                    ADMITTED,
                    EXECUTING,
                    EXECUTED,
                    CHECKING,
                    COMPARING,
                    UNDOING,
                    UNDO_CHECKING,
                    UNDO_COMPARING,
                    DONE ->
                refuse(
                        "not-held",
                        "The step '%s' is %s and waits for no decision."
                                .formatted(current.step().title(), current.phase()));
        };
    }

    /** The look whether something has been mended is not waited for: the step is held as it was before it. */
    static StepHeld heldAgain(Rollout state, CurrentStep current, Instant now) {
        Mending mending = Objects.requireNonNull(current.mending());
        return StepDecisions.held(state, current, Objects.requireNonNull(mending.held()), current.unverified(), now);
    }

    private static Decision<RolloutEvent> after(StepHeld again, Decision<RolloutEvent> decision) {
        return switch (decision) {
            case Decision.Accepted<RolloutEvent>(List<RolloutEvent> events) -> {
                List<RolloutEvent> all = new ArrayList<>(List.of(again));
                all.addAll(events);
                yield Decision.acceptAll(all);
            }
            case Decision.Refused<RolloutEvent> refused -> refused;
        };
    }

    private static Decision<RolloutEvent> held(Rollout state, CurrentStep current, RolloutCommand.Decide decide) {
        HoldDecided decided = new HoldDecided(
                cluster(state),
                id(state),
                decide.step(),
                decide.decision(),
                decide.reason(),
                decide.by(),
                decide.now());
        return switch (decide.decision()) {
            case RETRY ->
                HoldChoices.refusalOfRetry(state, current, decide.wayBack())
                        .orElseGet(() ->
                                VerificationDecisions.beginAgain(state, current, decide.look(), decide.now(), decided));
            case VERIFY_AGAIN ->
                current.step().changesState() && current.outcomeUnknown()
                        ? Decision.accept(
                                decided,
                                task(
                                        state,
                                        decide.step(),
                                        current.attempt(),
                                        decide.look(),
                                        Purpose.LOOK_AFTER,
                                        1,
                                        decide.now()))
                        : VerificationDecisions.beginAgain(state, current, decide.look(), decide.now(), decided);
            case UNDO ->
                HoldChoices.refusalOfUndo(state, current, decide.wayBack())
                        .orElseGet(() -> UndoDecisions.begin(state, current, decide, decided));
            case ABORT -> abort(state, current, decide, decided);
        };
    }

    private static Decision<RolloutEvent> abort(
            Rollout state, CurrentStep current, RolloutCommand.Decide decide, HoldDecided decided) {
        return StateLeft.acknowledged(
                state,
                current,
                HoldChoices.abortNeedsAcknowledgement(current, HoldChoices.meaning(current, decide.wayBack())),
                decide.ending(),
                decide.by(),
                decide.now(),
                acknowledged -> {
                    List<RolloutEvent> events = new ArrayList<>(List.of(decided));
                    events.addAll(acknowledged);
                    ExecutionDecisions.release(state, current, decide.now()).ifPresent(events::add);
                    events.addAll(StateLeft.told(
                            state, current.unverified() ? current : null, decide.ending(), decide.now()));
                    events.add(
                            new RolloutAborted(cluster(state), id(state), decide.reason(), decide.by(), decide.now()));
                    return Decision.acceptAll(events);
                });
    }

    /** What is wrong may have been mended: a step that may have had its effect is looked at, any other begins again. */
    static Decision<RolloutEvent> lookWhetherMended(
            Rollout state, CurrentStep current, RolloutCommand.LookWhetherMended look) {
        if (!current.mends() || HoldChoices.meaning(current, look.wayBack()) != FailureClass.FIX) {
            return refuse(
                    "nothing-to-mend",
                    "The step '%s' is not held until something has been mended."
                            .formatted(current.step().title()));
        }
        return current.outcomeUnknown()
                ? Decision.accept(task(
                        state,
                        current.step().id(),
                        current.attempt(),
                        look.look(),
                        Purpose.LOOK_AFTER,
                        current.look() + 1,
                        look.now()))
                : VerificationDecisions.beginAgain(state, current, look.look(), look.now());
    }

    private static Decision<RolloutEvent> waiting(Rollout state, CurrentStep current, RolloutCommand.Decide decide) {
        return switch (decide.decision()) {
            case RETRY, VERIFY_AGAIN ->
                StepDecisions.lookAgain(state, current, new RolloutCommand.LookAgain(decide.look(), decide.now()));
            case UNDO -> UndoDecisions.nothingToUndo(current);
            case ABORT -> {
                List<RolloutEvent> events = new ArrayList<>(
                        StateLeft.said(state, current.step().id(), decide.ending(), decide.by(), decide.now()));
                events.addAll(StateLeft.told(state, null, decide.ending(), decide.now()));
                events.add(new RolloutAborted(cluster(state), id(state), decide.reason(), decide.by(), decide.now()));
                yield Decision.acceptAll(events);
            }
        };
    }

    private static Decision<RolloutEvent> refuse(String type, String detail) {
        return Decision.refuse(type, detail, "Read the rollout again");
    }
}
