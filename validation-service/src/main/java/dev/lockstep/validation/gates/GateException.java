package dev.lockstep.validation.gates;

/** A gate cannot be noted, read or answered. */
public final class GateException extends RuntimeException {

    GateException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
