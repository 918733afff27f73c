package dev.lockstep.contracts;

/** What a failed requirement means for the step that asked. */
public enum Severity {
    /** Blocks the step. */
    REQUIRED,
    /** Warns; may be waived by an approver with a reason. */
    RECOMMENDED,
    /** Blocks the step and can never be waived. */
    NOT_SUPPORTED,
    /** Informs and feeds other requirements; never blocks. */
    INFO
}
