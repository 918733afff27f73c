package dev.lockstep.contracts.work;

/** How a task ended, as far as its runner can tell. Whether it had its effect is for verification to see. */
public enum TaskOutcome {
    /** The command ended by itself, or every observation was read; the exit code says no more than that. */
    FINISHED,
    /** A command could not be started, or its output could not be understood. */
    FAILED,
    /** The runner ended the process tree at the timeout. */
    TIMED_OUT,
    /** The runner was restarted while the command ran; what it did is not known. */
    UNKNOWN
}
