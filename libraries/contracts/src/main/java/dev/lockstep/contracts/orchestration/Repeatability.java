package dev.lockstep.contracts.orchestration;

/** Whether a step may be carried out again. */
public enum Repeatability {
    /** Again has no effect when it is true already. */
    IDEMPOTENT,
    /** Must never be carried out twice. */
    ONCE,
    /** Again only after somebody has cleaned up. */
    CONDITIONAL
}
