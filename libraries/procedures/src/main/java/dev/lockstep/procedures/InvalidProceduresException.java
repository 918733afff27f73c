package dev.lockstep.procedures;

/** Procedures that cannot be used; the message names the file and what is wrong with it, for people. */
public final class InvalidProceduresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidProceduresException(String message) {
        super(message);
    }

    InvalidProceduresException(String message, Exception cause) {
        super(message, cause);
    }
}
