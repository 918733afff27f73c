package dev.lockstep.audit.records;

import dev.lockstep.audit.ledger.GivenUpData;
import dev.lockstep.contracts.EventCatalogue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long data that stand beside entries are kept, by the type of the entry. What is not named is kept for ever; so is everything that
 * certificates and sites follow from, whatever is configured.
 *
 * @param periods by type
 */
public record RetentionPolicy(SortedMap<String, Duration> periods) {

    /** Shorter periods are mistakes: nobody could look at the data. */
    public static final Duration SHORTEST = Duration.ofDays(1);

    /**
     * Keeps its own copy.
     *
     * @throws IllegalArgumentException when a type is unknown or must be kept, or a period is too short
     */
    public RetentionPolicy {
        periods = Collections.unmodifiableSortedMap(new TreeMap<>(periods));
        periods.forEach((kind, period) -> {
            if (!EventCatalogue.all().containsKey(kind)) {
                throw new IllegalArgumentException("retention names no type of event: '%s'".formatted(kind));
            }
            if (!GivenUpData.mayGo(kind)) {
                throw new IllegalArgumentException("the data of %s are needed for ever".formatted(kind));
            }
            if (period.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("%s would be kept for less than a day".formatted(kind));
            }
        });
    }

    /**
     * Reads {@code type=period} pairs with commas between them, for example {@code lockstep.orchestration.facts-reported.v1=P730D}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static RetentionPolicy parse(String text) {
        SortedMap<String, Duration> periods = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            String[] parts = pair.strip().split("=", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("retention reads type=period, not '%s'".formatted(pair.strip()));
            }
            try {
                periods.put(parts[0].strip(), Duration.parse(parts[1].strip()));
            } catch (DateTimeException malformed) {
                throw new IllegalArgumentException(
                        "'%s' is no period such as P730D".formatted(parts[1].strip()), malformed);
            }
        }
        return new RetentionPolicy(periods);
    }
}
