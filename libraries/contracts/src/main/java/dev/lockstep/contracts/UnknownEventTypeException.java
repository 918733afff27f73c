package dev.lockstep.contracts;

/** An event of a type that this build does not know; a newer producer must not reach an older consumer. */
public final class UnknownEventTypeException extends RuntimeException {

    public UnknownEventTypeException(String type) {
        super("no event type '%s' is known here; deploy a version that knows it before its events are consumed"
                .formatted(type));
    }
}
