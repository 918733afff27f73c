package dev.lockstep.requirements;

import dev.lockstep.contracts.validation.RequirementResult;
import java.util.Comparator;

/** In which order results are shown. */
public final class ResultOrder {

    /** What blocks first, then recommendations that are not met, then what passed. */
    public static final Comparator<RequirementResult> WORST_FIRST = Comparator.comparingInt(ResultOrder::rank);

    private ResultOrder() {}

    /** The weight of a result; the worst have the smallest. */
    public static int rank(RequirementResult result) {
        int severity = switch (result.severity()) {
            case NOT_SUPPORTED, REQUIRED -> 0;
            case RECOMMENDED -> 1;
            case INFO -> 2;
        };
        return switch (result.verdict()) {
            case FAIL -> 10 * severity;
            case UNKNOWN -> 10 * severity + 1;
            case WAIVED -> 30;
            case PASS -> 31;
            case NOT_APPLICABLE -> 32;
        };
    }
}
