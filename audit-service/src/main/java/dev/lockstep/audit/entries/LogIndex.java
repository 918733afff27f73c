package dev.lockstep.audit.entries;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;

/**
 * A place in the log, or a number of entries, as a request writes it.
 *
 * @param value 0 or more
 */
public record LogIndex(long value) {

    /**
     * Reads it from a path.
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

    /**
     * Reads it from a query.
     *
     * @param name of the parameter
     * @throws InvalidRequestException when it is not a whole number from 0
     */
    public static LogIndex ofQuery(String name, String text) {
        try {
            return fromString(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    new Mistake(name, "'%s' is no size of the log".formatted(text), "give a whole number from 0"), e);
        }
    }
}
