package dev.lockstep.requirements.expression;

import dev.lockstep.requirements.dictionary.FactDefinition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact that an expression needed and could not use.
 *
 * @param path the fact, for example {@code cluster/nodes/E2K3-N1/domainRole}; of what stands in a list without names the list, which is
 *     recorded as a whole
 * @param reason why it could not be used
 * @param observedAt when it was last true at its source; null unless it is too old
 * @param ring the names from what it stands at back to that; null unless it leads back
 * @param definition its entry in the facts dictionary
 */
public record MissingFact(
        String path,
        Reason reason,
        @Nullable Instant observedAt,
        @Nullable String ring,
        FactDefinition definition) {

    /** Why a fact cannot be used. */
    public enum Reason {
        /** Nobody recorded it. */
        MISSING,
        /** It is older than its maximum age. */
        STALE,
        /** It is only planned, and the stage needs what is. */
        PLANNED,
        /** It is a reference that leads back to where it began, as nothing does. */
        CIRCULAR
    }

    private static final long MINUTES_OF_AN_HOUR = 60;
    private static final long MINUTES_OF_A_DAY = 24 * MINUTES_OF_AN_HOUR;

    static MissingFact missing(Place place, FactDefinition definition) {
        return new MissingFact(place.recorded().toString(), Reason.MISSING, null, null, definition);
    }

    static MissingFact planned(Place place, FactDefinition definition) {
        return new MissingFact(place.recorded().toString(), Reason.PLANNED, null, null, definition);
    }

    static MissingFact stale(Place place, Instant observedAt, FactDefinition definition) {
        return new MissingFact(place.recorded().toString(), Reason.STALE, observedAt, null, definition);
    }

    static MissingFact circular(Place place, String ring, FactDefinition definition) {
        return new MissingFact(place.recorded().toString(), Reason.CIRCULAR, null, ring, definition);
    }

    /** The fact and why it cannot be used, for example {@code cluster/quorum/model is missing}. */
    public String sentence() {
        return switch (reason) {
            case MISSING -> path + " is missing";
            case PLANNED -> path + " is only planned";
            case CIRCULAR -> "%s cannot be right, it leads back to where it began (%s)".formatted(path, ring);
            case STALE ->
                "%s is too old (it is of %s and counts for %s)"
                        .formatted(
                                path,
                                observedAt,
                                definition.maximumAge().map(MissingFact::words).orElseThrow());
        };
    }

    private static String words(Duration age) {
        return age.toMinutes() % MINUTES_OF_A_DAY == 0
                ? counted(age.toDays(), "day")
                : age.toMinutes() % MINUTES_OF_AN_HOUR == 0
                        ? counted(age.toHours(), "hour")
                        : counted(age.toMinutes(), "minute");
    }

    private static String counted(long number, String unit) {
        return "%d %s%s".formatted(number, unit, number == 1 ? "" : "s");
    }

    /** The tool or person that provides it. */
    public String howToCollect() {
        return definition.source().orElse("a statement in the document");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MissingFact missing && missing.path.equals(path) && missing.reason == reason;
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }
}
