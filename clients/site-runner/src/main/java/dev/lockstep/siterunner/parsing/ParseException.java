package dev.lockstep.siterunner.parsing;

/** A tool's output that cannot be understood: garbled, truncated, in another language, or ambiguous. */
public final class ParseException extends Exception {
    public ParseException(String message) {
        super(message);
    }
}
