package dev.lockstep.contracts.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluation of one requirement on one subject came to.
 *
 * @param requirement the requirement's id, for example {@code NODE-DC-01}
 * @param stage the stage at which it was evaluated
 * @param subject what it was evaluated on: {@code node E2K3-N1}, {@code disk Disk 1}, {@code cluster CLU01} …
 * @param verdict the outcome
 * @param waivedVerdict the true verdict when the outcome is {@link Verdict#WAIVED}, otherwise null
 * @param severity what a failure means
 * @param title the requirement in one line
 * @param message what was found, in one sentence
 * @param facts the facts that were read, with their values; a value is null (absent) when the fact is missing
 * @param source the section of the source document, or the evidence of a supplementary requirement
 * @param remedy what to do; empty in brief
 */
public record RequirementResult(
        String requirement,
        Stage stage,
        String subject,
        Verdict verdict,
        @Nullable Verdict waivedVerdict,
        Severity severity,
        String title,
        String message,
        List<FactRead> facts,
        String source,
        String remedy) {

    public RequirementResult {
        facts = List.copyOf(facts);
    }

    /**
     * This result without the facts that were read and without the remedy: the facts can be read again at the versions that it was
     * computed from, and what passed needs no remedy.
     */
    public RequirementResult inBrief() {
        return new RequirementResult(
                requirement, stage, subject, verdict, waivedVerdict, severity, title, message, List.of(), source, "");
    }

    /** Whether this result keeps a step from being taken. */
    public boolean blocks() {
        return (verdict == Verdict.FAIL || verdict == Verdict.UNKNOWN)
                && (severity == Severity.REQUIRED || severity == Severity.NOT_SUPPORTED);
    }

    /**
     * One fact that the evaluation read.
     *
     * @param path the fact, for example {@code cluster/nodes/E2K3-N1/domainRole}
     * @param value its value, or null when it is missing
     * @param howToCollect for a missing or stale fact the tool that exposes it, otherwise null
     */
    public record FactRead(
            String path, @Nullable JsonNode value, @Nullable String howToCollect) {}
}
