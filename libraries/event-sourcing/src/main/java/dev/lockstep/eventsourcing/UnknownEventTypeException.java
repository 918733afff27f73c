package dev.lockstep.eventsourcing;

/** An event has a type that its reader does not know. */
public final class UnknownEventTypeException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public UnknownEventTypeException(String type) {
        super("Unknown event type '" + type + "'");
    }
}
