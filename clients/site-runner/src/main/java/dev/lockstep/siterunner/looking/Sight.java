package dev.lockstep.siterunner.looking;

import dev.lockstep.siterunner.parsing.Observed;

/** What came of a look. What was not shown is not known: only {@link Shown} says anything about the system that was looked at. */
public sealed interface Sight {
    /** It was understood beyond doubt. */
    record Shown(Observed observed) implements Sight {}

    /** There was an answer, and it cannot be understood. */
    record Unreadable(String reason) implements Sight {}

    /** There was no answer: no program, no connection, or nobody at its other end. */
    record NoAnswer(String reason) implements Sight {}

    /** The answer did not come in time. */
    record TimedOut() implements Sight {}
}
