package dev.lockstep.requirements;

import dev.lockstep.contracts.validation.RequirementResult;
import java.time.Instant;
import java.util.List;

/**
 * The results of an evaluation.
 *
 * @param catalogueVersion version of the catalogue
 * @param catalogueHash SHA-256 of the catalogue, in hexadecimal
 * @param evaluatedAt the instant at which the ages of facts were measured
 * @param results every requirement that concerns the scenario, at each stage, on each subject; worst first
 */
public record Report(
        String catalogueVersion, String catalogueHash, Instant evaluatedAt, List<RequirementResult> results) {

    public Report {
        results = List.copyOf(results);
    }

    /** Whether anything keeps the step from being taken. */
    public boolean blocking() {
        return results.stream().anyMatch(RequirementResult::blocks);
    }
}
