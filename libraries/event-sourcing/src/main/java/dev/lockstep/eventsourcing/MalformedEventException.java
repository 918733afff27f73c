package dev.lockstep.eventsourcing;

/** The JSON of an event does not fit its type. */
public final class MalformedEventException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public MalformedEventException(String type, Throwable cause) {
        super("Malformed event of type '" + type + "': " + cause.getMessage(), cause);
    }
}
