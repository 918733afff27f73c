package dev.lockstep.eventsourcing.inbox;

/** Records could not be handled now, for a reason that will pass; some of them may have been. */
public final class TryAgainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what stands in the way. */
    public TryAgainException(RuntimeException cause) {
        super("Trouble that will pass: " + cause.getMessage(), cause);
    }
}
