package dev.lockstep.audit.entries;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for.
 *
 * @param keys all of which must hold
 * @param span when it happened
 * @param withReads whether reads of the history count too; a list that they were in would grow by being read
 */
public record Search(List<Condition> keys, Span span, boolean withReads) {

    private static final Condition NO_READS = Condition.nearlyAll("e.type <> 'lockstep.platform.history-read.v1'");

    private static final String SOURCE_PREFIX = "/lockstep/";
    private static final String SOURCE_SUFFIX = "-service";

    /** Keeps its own copy. */
    public Search {
        keys = List.copyOf(keys);
    }

    /** What events of a service have as their source. */
    static String sourceOf(String service) {
        return SOURCE_PREFIX + service + SOURCE_SUFFIX;
    }

    /** The service of a source; a source that is none of ours stands for itself. */
    static String serviceOf(String source) {
        return source.startsWith(SOURCE_PREFIX) && source.endsWith(SOURCE_SUFFIX)
                ? source.substring(SOURCE_PREFIX.length(), source.length() - SOURCE_SUFFIX.length())
                : source;
    }

    /** What is found, and is visible besides. */
    Condition among(Condition visible) {
        List<Condition> all = new ArrayList<>(keys);
        if (span.from() != null) {
            all.add(Condition.of("e.time >= ?", span.from()));
        }
        if (span.to() != null) {
            all.add(Condition.of("e.time < ?", span.to()));
        }
        if (!withReads) {
            all.add(NO_READS);
        }
        all.add(visible);
        return Condition.all(all);
    }

    /** Whether one index leads through all that is found, in the order of the log. */
    boolean isOneKey() {
        return keys.isEmpty() || (keys.size() == 1 && keys.getFirst().isKey());
    }

    /**
     * A span of time.
     *
     * @param from the first moment in it, or null when it has none
     * @param to the first moment after it, or null when it has none
     */
    public record Span(
            @Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {

        static final Span ALWAYS = new Span(null, null);

        static Span day(OffsetDateTime start) {
            return new Span(start, start.plusDays(1));
        }

        static Span from(OffsetDateTime from) {
            return new Span(from, null);
        }

        static Span to(OffsetDateTime to) {
            return new Span(null, to);
        }

        Span and(Span other) {
            return new Span(latest(from, other.from), earliest(to, other.to));
        }

        private static @Nullable OffsetDateTime latest(@Nullable OffsetDateTime a, @Nullable OffsetDateTime b) {
            return a == null ? b : b == null || a.isAfter(b) ? a : b;
        }

        private static @Nullable OffsetDateTime earliest(@Nullable OffsetDateTime a, @Nullable OffsetDateTime b) {
            return a == null ? b : b == null || a.isBefore(b) ? a : b;
        }
    }
}
