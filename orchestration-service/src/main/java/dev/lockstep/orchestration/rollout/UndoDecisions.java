package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.held;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;
import static dev.lockstep.orchestration.rollout.StepDecisions.task;
import static dev.lockstep.orchestration.rollout.StepDecisions.when;

import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepUndone;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a held step is taken back: by the command that its plan names, under the locks that the step still holds, and believed only when a
 * look shows that its effect is gone. A look comes first, so that nothing is run where there is nothing to take back. Afterwards the step
 * is held as one that changed nothing; whatever the undo did not show leaves it held as it was.
 */
final class UndoDecisions {

    private static final int LONGEST_REASON = 500;

    private UndoDecisions() {}

    static Decision<RolloutEvent> begin(
            Rollout state, CurrentStep current, RolloutCommand.Decide decide, HoldDecided decided) {
        Reversibility wayBack = decide.wayBack();
        if (wayBack.byCommand() == null) {
            return Decision.refuse(
                    "no-undo",
                    "No command takes the step '%s' back: %s."
                            .formatted(current.step().title(), inWords(wayBack)),
                    "People go the way back, if there is one; then decide for another look, another attempt or the end");
        }
        if (!current.outcomeUnknown()) {
            return nothingToUndo(current);
        }
        return Decision.accept(
                decided,
                task(state, decide.step(), current.attempt(), decide.look(), Purpose.LOOK_UNDONE, 1, decide.now()));
    }

    private static String inWords(Reversibility wayBack) {
        String undo = wayBack.undo() == null ? "" : ", by people: " + wayBack.undo();
        return switch (wayBack.kind()) {
            case NOTHING_TO_UNDO -> "it changes nothing that could be taken back";
            case REVERSIBLE -> "it can be taken back" + undo;
            case COMPENSATED -> "another act makes up for it" + undo;
            case POINT_OF_NO_RETURN -> "it is a point of no return";
        };
    }

    static Decision<RolloutEvent> nothingToUndo(CurrentStep current) {
        return Decision.refuse(
                "nothing-to-undo",
                "The step '%s' has changed nothing.".formatted(current.step().title()),
                "Decide for another attempt or the end");
    }

    static Decision<RolloutEvent> verify(Rollout state, CurrentStep current, RolloutCommand.VerifyUndo verify) {
        return when(current, "nothing-to-verify", Phase.UNDO_COMPARING)
                .orElseGet(() -> verify.gone() ? undone(state, current, verify) : stillThere(state, current, verify));
    }

    private static Decision<RolloutEvent> undone(Rollout state, CurrentStep current, RolloutCommand.VerifyUndo verify) {
        HoldDecided decided = Objects.requireNonNull(current.undo());
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new StepUndone(
                cluster(state),
                id(state),
                current.step().id(),
                current.attempt(),
                decided.reason(),
                decided.decidedBy(),
                verify.versions(),
                verify.now()));
        ExecutionDecisions.release(state, current, verify.now()).ifPresent(events::add);
        return Decision.acceptAll(events);
    }

    private static Decision<RolloutEvent> stillThere(
            Rollout state, CurrentStep current, RolloutCommand.VerifyUndo verify) {
        Instant ended = current.checkingSince();
        boolean fresh = !current.factsFreshUntil().isBefore(verify.now());
        if (ended == null && verify.forbidden() != null) {
            return notExecuted(state, current, verify.forbidden(), verify.now());
        }
        if (ended == null && fresh) {
            return Decision.accept(task(
                    state, current.step().id(), current.attempt(), verify.command(), Purpose.UNDO, 1, verify.now()));
        }
        boolean patient = ended == null
                || VerificationDecisions.seenAt(current, verify.now())
                        .isBefore(ended.plus(current.step().patience()));
        return Decision.accept(
                patient
                        ? task(
                                state,
                                current.step().id(),
                                current.attempt(),
                                verify.again(),
                                Purpose.LOOK_UNDONE,
                                current.look() + 1,
                                verify.now())
                        : held(
                                state,
                                current,
                                "the step was to be taken back, and its effect is still there: " + verify.explanation(),
                                true,
                                verify.now()));
    }

    /** The undo ended, as far as its runner can tell. */
    static Decision<RolloutEvent> commandEnded(
            Rollout state,
            CurrentStep current,
            CommandEnded event,
            boolean unclear,
            RolloutCommand.ReportCommandEnded ended) {
        return Decision.accept(
                event,
                unclear
                        ? held(state, current, "what the undo did is not known: " + ended.failure(), true, ended.now())
                        : task(
                                state,
                                current.step().id(),
                                current.attempt(),
                                ended.look(),
                                Purpose.LOOK_UNDONE,
                                1,
                                ended.now()));
    }

    /** The undo did not begin: the step is held as it was before. */
    static Decision<RolloutEvent> notExecuted(Rollout state, CurrentStep current, String reason, Instant now) {
        return Decision.accept(held(state, current, reason, true, now));
    }

    static String takenBack(StepUndone undone) {
        return "taken back, as %s decided, and a look showed that its effect is gone: %s"
                .formatted(undone.decidedBy().name(), ShortText.of(undone.reason(), LONGEST_REASON));
    }
}
