package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is open to decide about a step that does not go on by itself. That depends on what it means that the step failed: what is wrong
 * with the facts is mended and not declared done ({@code FIX}), everything is open where only a person can know ({@code HOLD}, and
 * {@code RETRY} once its attempts are used up), and where there may be no way back any more it only goes forward ({@code
 * POINT_OF_NO_RETURN}).
 */
public final class HoldChoices {

    /** What a person can decide. */
    public enum Choice {
        /** Carry it out again, from its first look on. */
        RETRY,
        /** Look again; it may have had its effect. */
        VERIFY_AGAIN,
        /** Take it back by the command of its plan. */
        UNDO,
        /** Two persons answer for its effect. */
        MARK_DONE,
        /** End the rollout. */
        ABORT
    }

    private HoldChoices() {}

    /** The choices that are open at this moment; none while the step goes on by itself or needs nothing more. */
    public static Set<Choice> open(Rollout rollout, Reversibility wayBack) {
        CurrentStep current = rollout.current();
        if (current == null || rollout.status() != Rollout.Status.RUNNING) {
            return Set.of();
        }
        Set<Choice> open = current.asGoodAsHeld() != null ? ofHeld(current, wayBack) : inPhase(current, wayBack);
        if (rollout.pause() != null) {
            open.removeAll(EnumSet.of(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.UNDO));
        }
        return open;
    }

    private static Set<Choice> inPhase(CurrentStep current, Reversibility wayBack) {
        return switch (current.phase()) {
            case HELD -> ofHeld(current, wayBack);
            case WAITING -> EnumSet.of(Choice.RETRY, Choice.VERIFY_AGAIN, Choice.ABORT);
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
                    DONE -> EnumSet.noneOf(Choice.class);
        };
    }

    /** What it means that a step failed: what its procedure declares, unless there is no way back. */
    public static FailureClass meaning(CurrentStep current, Reversibility wayBack) {
        return wayBack.kind().meaningOf(current.step().onFailure());
    }

    private static Set<Choice> ofHeld(CurrentStep current, Reversibility wayBack) {
        Set<Choice> open = EnumSet.allOf(Choice.class);
        if (!current.unverified() || wayBack.byCommand() == null) {
            open.remove(Choice.UNDO);
        }
        switch (meaning(current, wayBack)) {
            case FIX -> open.remove(Choice.MARK_DONE);
            case POINT_OF_NO_RETURN -> {
                if (current.unverified()) {
                    open.remove(Choice.UNDO);
                }
                if (current.unverified() && !mayBeRepeated(current)) {
                    open.remove(Choice.RETRY);
                }
            }
            case RETRY, HOLD -> {
                // Everything is open.
            }
        }
        return open;
    }

    /**
     * Whether the end of the rollout, in whatever phase the step is, has to be told together with the state that it leaves.
     *
     * @param meaning what it means that the step fails
     */
    public static boolean abortNeedsAcknowledgement(CurrentStep current, FailureClass meaning) {
        return current.unverified() && meaning == FailureClass.POINT_OF_NO_RETURN;
    }

    /** What must not be done twice may be done again when a person says that it was not done. */
    private static boolean mayBeRepeated(CurrentStep current) {
        return current.step().repeatability() != Repeatability.ONCE || current.saidNotDone();
    }

    /** Refuses to carry out again what must not be. */
    static Optional<Decision<RolloutEvent>> refusalOfRetry(
            Rollout rollout, CurrentStep current, Reversibility wayBack) {
        return open(rollout, wayBack).contains(Choice.RETRY)
                ? Optional.empty()
                : Optional.of(Decision.refuse(
                        "retry-not-open",
                        "The step '%s' has no way back, must not be carried out twice, and nobody knows what it did."
                                .formatted(current.step().title()),
                        remedy(rollout, wayBack)));
    }

    /** Refuses to take back what may have passed the point of no return. */
    static Optional<Decision<RolloutEvent>> refusalOfUndo(Rollout rollout, CurrentStep current, Reversibility wayBack) {
        boolean past = current.outcomeUnknown()
                && wayBack.byCommand() != null
                && meaning(current, wayBack) == FailureClass.POINT_OF_NO_RETURN;
        return past
                ? Optional.of(Decision.refuse(
                        "undo-not-open",
                        "The step '%s' may have passed its point of no return."
                                .formatted(current.step().title()),
                        remedy(rollout, wayBack)))
                : Optional.empty();
    }

    /** Refuses that people answer for what looks show as soon as it is mended. */
    static Optional<Decision<RolloutEvent>> refusalOfMark(CurrentStep current, Reversibility wayBack) {
        return meaning(current, wayBack) == FailureClass.FIX
                ? Optional.of(
                        Decision.refuse(
                                "mark-done-not-open",
                                "The step '%s' waits for what is wrong to be mended; it goes on once a look shows that it is."
                                        .formatted(current.step().title()),
                                "Mend it, or record what no tool shows, then verify it again; open are also retry, undo where the plan names a command, and abort"))
                : Optional.empty();
    }

    /** The open choices, in words. */
    static String remedy(Rollout rollout, Reversibility wayBack) {
        Set<Choice> open = open(rollout, wayBack);
        return open.isEmpty()
                ? "Read the rollout again"
                : open.stream()
                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "Decide for one of these: ", ""));
    }
}
