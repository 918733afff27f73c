package dev.lockstep.contracts;

/** Bytes that are not an event of the type they claim to be. */
public final class MalformedEventException extends RuntimeException {

    public MalformedEventException(String type, Throwable cause) {
        super("these bytes are not an event of type '%s': %s".formatted(type, cause.getMessage()), cause);
    }
}
