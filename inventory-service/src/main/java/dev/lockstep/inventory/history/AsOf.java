package dev.lockstep.inventory.history;

import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Up to where a record is wanted: up to now, a moment, or a version. */
sealed interface AsOf {

    /** Whether an event belongs to what is wanted. */
    Predicate<RecordedEvent> wanted();

    record Now() implements AsOf {
        @Override
        public Predicate<RecordedEvent> wanted() {
            return event -> true;
        }
    }

    record Moment(Instant time) implements AsOf {
        @Override
        public Predicate<RecordedEvent> wanted() {
            return event -> !event.metadata().time().isAfter(time);
        }
    }

    record Version(long version) implements AsOf {
        @Override
        public Predicate<RecordedEvent> wanted() {
            return event -> event.version() <= version;
        }
    }

    /** Reads what a request says: nothing, a time as {@code 2026-03-01T12:00:00Z}, or a version. */
    static AsOf parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new Now();
        }
        try {
            return text.matches("\\d{1,18}") ? new Version(Long.parseLong(text)) : new Moment(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException(
                    new Mistake(
                            "asOf",
                            "'%s' is neither a moment nor a version".formatted(text),
                            "use a time as 2026-03-01T12:00:00Z, or a version"),
                    e);
        }
    }
}
