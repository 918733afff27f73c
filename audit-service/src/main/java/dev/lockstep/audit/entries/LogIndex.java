package dev.lockstep.audit.entries;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log, or a number of entries, as a request writes it.
 *
 * @param value 0 or more
 */
public record LogIndex(long value) {

    /**
     * Reads it from a path or a query.
     *
     * @throws InvalidRequestException when it is not a whole number from 0
     */
    public static LogIndex fromString(String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return new LogIndex(value);
            }
        } catch (NumberFormatException notANumber) {
            throw refused(text, notANumber);
        }
        throw refused(text, null);
    }

    private static InvalidRequestException refused(String text, @Nullable Throwable cause) {
        return new InvalidRequestException(
                new Mistake("index", "'%s' is no place in the log".formatted(text), "pass a whole number from 0"),
                cause);
    }
}
