package dev.lockstep.audit.entries;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries counted by what a search can be narrowed to.
 *
 * @param entries how many were counted
 * @param complete whether those are all that the search finds; otherwise the newest of them
 * @param facets each by the name of the parameter that narrows by it
 */
public record Facets(int entries, boolean complete, List<Facet> facets) {

    private static final int DEFAULT_VALUES = 20;
    private static final int MOST_VALUES = 200;

    /** Keeps its own copy. */
    public Facets {
        facets = List.copyOf(facets);
    }

    /**
     * One facet.
     *
     * @param values the most frequent first
     * @param more how many further values there are
     */
    public record Facet(String name, List<Value> values, int more) {

        /** Keeps its own copy. */
        public Facet {
            values = List.copyOf(values);
        }
    }

    /** A value and how many of the counted entries have it. */
    public record Value(String value, int entries) {}

    /**
     * How many values of each facet a request wants.
     *
     * @throws InvalidRequestException when that is no number from 1 to {@value #MOST_VALUES}
     */
    static int mostValues(@Nullable String text) {
        if (text == null) {
            return DEFAULT_VALUES;
        }
        int values = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (values < 1 || values > MOST_VALUES) {
            throw new InvalidRequestException(
                    new Mistake("values", "'%s' is no number of values".formatted(text), "use 1 to " + MOST_VALUES));
        }
        return values;
    }
}
