package dev.lockstep.requirements;

import dev.lockstep.contracts.validation.RequirementResult;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The results of an evaluation.
 *
 * @param catalogueVersion version of the catalogue
 * @param catalogueHash SHA-256 of the catalogue, in hexadecimal
 * @param evaluatedAt the instant at which the ages of facts were measured
 * @param stale the paths of the facts that are there and only too old, for whichever result; in order
 * @param results every requirement that concerns the scenario, at each stage, on each subject; worst first
 */
public record Report(
        String catalogueVersion,
        String catalogueHash,
        Instant evaluatedAt,
        NavigableSet<String> stale,
        List<RequirementResult> results) {

    public Report {
        stale = Collections.unmodifiableNavigableSet(new TreeSet<>(stale));
        results = List.copyOf(results);
    }

    /** Whether anything keeps the step from being taken. */
    public boolean blocking() {
        return results.stream().anyMatch(RequirementResult::blocks);
    }
}
