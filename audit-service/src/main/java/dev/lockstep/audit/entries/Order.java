package dev.lockstep.audit.entries;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import org.jspecify.annotations.Nullable;

/** From which end of the log a list begins. */
public enum Order {
    /** As the log has it. */
    OLDEST("asc"),
    /** What happened last comes first. */
    NEWEST("desc");

    private final String direction;

    Order(String direction) {
        this.direction = direction;
    }

    /**
     * Reads it from a request.
     *
     * @param otherwise when the request does not say
     * @throws InvalidRequestException when it is neither {@code oldest} nor {@code newest}
     */
    public static Order ofQuery(@Nullable String text, Order otherwise) {
        return switch (text) {
            case null -> otherwise;
            case "oldest" -> OLDEST;
            case "newest" -> NEWEST;
            default ->
                throw new InvalidRequestException(
                        new Mistake("order", "'%s' is no order".formatted(text), "use oldest or newest"));
        };
    }

    String direction() {
        return direction;
    }

    /** A part of the log, both ends included; empty when the first is behind the last. */
    record Stretch(long first, long last) {

        boolean isEmpty() {
            return first > last;
        }

        long length() {
            return last - first + 1;
        }

        Stretch and(Stretch other) {
            return new Stretch(Math.max(first, other.first), Math.min(last, other.last));
        }
    }

    /** What comes after an index. */
    Stretch after(long index) {
        return switch (this) {
            case OLDEST -> new Stretch(index + 1, Long.MAX_VALUE);
            case NEWEST -> new Stretch(0, index - 1);
        };
    }

    /** The first so many of a stretch. */
    Stretch first(Stretch stretch, long most) {
        if (most >= stretch.length()) {
            return stretch;
        }
        return switch (this) {
            case OLDEST -> new Stretch(stretch.first(), stretch.first() + most - 1);
            case NEWEST -> new Stretch(stretch.last() - most + 1, stretch.last());
        };
    }

    /** What is left of a stretch behind its first part. */
    Stretch behind(Stretch part, Stretch stretch) {
        return switch (this) {
            case OLDEST -> new Stretch(part.last() + 1, stretch.last());
            case NEWEST -> new Stretch(stretch.first(), part.first() - 1);
        };
    }
}
