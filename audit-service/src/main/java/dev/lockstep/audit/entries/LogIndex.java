package dev.lockstep.audit.entries;

/**
 * A place in the log, or a number of entries, as a request writes it.
 *
 * @param value 0 or more
 */
public record LogIndex(long value) {

    /**
     * Reads it from a path or a query.
     *
     * @throws IllegalArgumentException when it is not a whole number from 0: then there is nothing at that path
     */
    public static LogIndex fromString(String text) {
        long value = Long.parseLong(text);
        if (value < 0) {
            throw new IllegalArgumentException("no place in the log: " + text);
        }
        return new LogIndex(value);
    }
}
