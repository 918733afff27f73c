package dev.lockstep.access.http;

import dev.lockstep.access.AccessDecision;

/** Ends a request that is not permitted; it becomes a problem of type {@code forbidden}. */
public final class AccessDeniedException extends RuntimeException {

    private final transient AccessDecision.Denied denied;

    AccessDeniedException(AccessDecision.Denied denied) {
        super(denied.sentence(), null, false, false);
        this.denied = denied;
    }

    /** Why. */
    public AccessDecision.Denied denied() {
        return denied;
    }
}
