package dev.lockstep.siterunner.parsing;

/** A tool says, in words that are understood, that the machine which was to answer cannot be reached, or does not let it in. */
public final class NoAnswerException extends ParseException {
    NoAnswerException(String message) {
        super(message);
    }
}
