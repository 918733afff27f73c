package dev.lockstep.siterunner.parsing;

/** A tool's output that cannot be understood: garbled, truncated, in another language, or ambiguous. */
public sealed class ParseException extends Exception permits AmbiguousRowException, NoAnswerException {
    public ParseException(String message) {
        super(message);
    }
}
