package dev.lockstep.contracts.orchestration;

/** What happens when a step did not have its effect. */
public enum FailureClass {
    /** It is safe to repeat as it is: repeated a bounded number of times, then held. */
    RETRY,
    /** The facts are wrong: it stops until a person has mended them, then begins again with its requirements. */
    FIX,
    /** The state is unknown: the whole rollout stands still until a person decides. */
    HOLD,
    /** There is no way back: only forward, or a restore from backup; a person decides. */
    POINT_OF_NO_RETURN
}
