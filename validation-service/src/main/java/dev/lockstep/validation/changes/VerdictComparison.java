package dev.lockstep.validation.changes;

import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.VerdictChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares two evaluations of the same requirements. */
final class VerdictComparison {

    private VerdictComparison() {}

    /** The verdicts that are others, or weigh otherwise, in the order of the later results; what is no longer there comes last. */
    static List<VerdictChange> changes(List<RequirementResult> before, List<RequirementResult> after) {
        Map<Key, RequirementResult> gone = new LinkedHashMap<>();
        before.forEach(result -> gone.put(Key.of(result), result));
        List<VerdictChange> changes = new ArrayList<>();
        for (RequirementResult result : after) {
            RequirementResult earlier = gone.remove(Key.of(result));
            if (earlier == null || earlier.verdict() != result.verdict() || earlier.severity() != result.severity()) {
                changes.add(new VerdictChange(
                        result.requirement(),
                        result.stage(),
                        result.subject(),
                        result.severity(),
                        earlier == null ? null : earlier.verdict(),
                        result.verdict(),
                        result.message()));
            }
        }
        gone.values()
                .forEach(result -> changes.add(new VerdictChange(
                        result.requirement(),
                        result.stage(),
                        result.subject(),
                        result.severity(),
                        result.verdict(),
                        null,
                        "There is no %s any more.".formatted(result.subject()))));
        return changes;
    }

    private record Key(String requirement, String stage, String subject) {
        static Key of(RequirementResult result) {
            return new Key(result.requirement(), result.stage().code(), result.subject());
        }
    }
}
