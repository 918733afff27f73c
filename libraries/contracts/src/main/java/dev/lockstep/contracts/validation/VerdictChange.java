package dev.lockstep.contracts.validation;

import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that is not what it was, or one that is but weighs otherwise: then before and after are the same.
 *
 * @param requirement the requirement's id
 * @param stage the stage at which it was evaluated
 * @param subject what it was evaluated on
 * @param severity what a failure means now
 * @param before the verdict before, or null (absent) when the subject was not there
 * @param after the verdict now, or null (absent) when the subject is no longer there
 * @param message what was found, in one sentence
 */
public record VerdictChange(
        String requirement,
        Stage stage,
        String subject,
        Severity severity,
        @Nullable Verdict before,
        @Nullable Verdict after,
        String message) {}
