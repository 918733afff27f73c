package dev.lockstep.eventsourcing;

/** An event with this id exists already; nothing was appended. */
public final class DuplicateEventException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public DuplicateEventException(String message) {
        super(message);
    }

    public DuplicateEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
