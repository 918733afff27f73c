package dev.lockstep.history.entry;

/** A message cannot become an entry because it does not say what it is; its key waits for a person. */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is missing or wrong. */
    public UnreadableEventException(String detail) {
        super(detail);
    }
}
