package dev.lockstep.procedures;

import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step means for those who answer for it, in words. */
public final class StepWords {

    private StepWords() {}

    /**
     * Whether there is a way back.
     *
     * @param undo what takes the step back, in words or as the line of a command, or null
     * @param byCommand whether {@code undo} is the line of a command
     */
    public static String wayBack(Reversibility.Kind kind, @Nullable String undo, boolean byCommand) {
        return switch (kind) {
            case NOTHING_TO_UNDO -> "changes nothing";
            case REVERSIBLE ->
                undo == null ? "way back: yes" : "way back: %s: %s".formatted(byCommand ? "undo" : "by hand", undo);
            case COMPENSATED -> "way back: only by other means" + (undo == null ? "" : ": " + undo);
            case POINT_OF_NO_RETURN -> "NO WAY BACK";
        };
    }

    /**
     * Where an authority is held.
     *
     * @param groups the administrative groups at each of which it is; none for the organization
     */
    public static String heldAt(List<String> groups) {
        return switch (groups.size()) {
            case 0 -> "the organization";
            case 1 -> "the administrative group " + groups.getFirst();
            default -> "the administrative groups " + String.join(", ", groups);
        };
    }

    /**
     * What happens when a step did not have its effect.
     *
     * @param attempts how often it is carried out without asking anybody
     */
    public static String onFailure(FailureClass failure, int attempts) {
        return switch (failure) {
            case RETRY ->
                attempts > 1 ? "repeated up to %d times, then held".formatted(attempts) : "held; safe to repeat";
            case FIX -> "held until somebody has mended what is wrong; looks go on by themselves until they show it";
            case HOLD -> "held until somebody has looked and decides";
            case POINT_OF_NO_RETURN -> "held until somebody decides: only forward, or a restore from backup";
        };
    }
}
