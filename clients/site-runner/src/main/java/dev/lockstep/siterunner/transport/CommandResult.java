package dev.lockstep.siterunner.transport;

/** How a command ended. */
public sealed interface CommandResult {
    /** It ended by itself; {@code whole} is false when it printed more than a runner keeps. */
    record Ended(int exitCode, String output, boolean whole) implements CommandResult {}

    /** There is no such program, or it could not be started: it has done nothing. */
    record NotStarted(String reason) implements CommandResult {}

    /** It was ended, with everything it had started, because its time was over. */
    record TimedOut() implements CommandResult {}

    /** It was begun, and nobody knows how it ended: what it did is not known. */
    record Lost(String reason) implements CommandResult {}
}
