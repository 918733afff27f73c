package dev.lockstep.contracts;

/** The outcome of evaluating one requirement on one subject at one stage. */
public enum Verdict {
    PASS,
    FAIL,
    /** The requirement does not concern this scenario, stage or subject. */
    NOT_APPLICABLE,
    /** A needed fact is missing or older than its maximum age; blocks exactly as {@link #FAIL} does. */
    UNKNOWN,
    /** A recommendation that failed and was waived; the true verdict stays visible beside it. */
    WAIVED
}
