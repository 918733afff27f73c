package dev.lockstep.requirements.expression;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a term that cannot be told.
 *
 * @param facts the facts that would tell it
 * @param problems what went wrong in the computation itself, such as an index beyond a list's end
 */
record Unknown(Set<MissingFact> facts, Set<String> problems) {

    static Unknown of(MissingFact fact) {
        return new Unknown(Set.of(fact), Set.of());
    }

    static Unknown problem(String sentence) {
        return new Unknown(Set.of(), Set.of(sentence));
    }

    /** What is not known of either; null when both are known. */
    static @Nullable Unknown merge(@Nullable Object first, @Nullable Object second) {
        if (first instanceof Unknown one) {
            return second instanceof Unknown two && !one.equals(two) ? one.with(two) : one;
        }
        return second instanceof Unknown two ? two : null;
    }

    private Unknown with(Unknown other) {
        Set<MissingFact> allFacts = new LinkedHashSet<>(facts);
        allFacts.addAll(other.facts);
        Set<String> allProblems = new LinkedHashSet<>(problems);
        allProblems.addAll(other.problems);
        return new Unknown(allFacts, allProblems);
    }
}
