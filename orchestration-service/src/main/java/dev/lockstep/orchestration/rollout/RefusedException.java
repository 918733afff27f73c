package dev.lockstep.orchestration.rollout;

import dev.lockstep.eventsourcing.Refusal;

/** Ends the transaction of a command that was refused. */
public final class RefusedException extends RuntimeException {

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }
}
