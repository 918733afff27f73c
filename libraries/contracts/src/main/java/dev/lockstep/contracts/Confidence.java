package dev.lockstep.contracts;

/** How a fact came to be known. */
public enum Confidence {
    /** Read from a real system by a tool. */
    OBSERVED,
    /** Stated by a person who answers for it. */
    ATTESTED,
    /** Taken from an imported document. */
    IMPORTED,
    /** Intended for later; never satisfies a requirement at an execution stage. */
    PLANNED
}
