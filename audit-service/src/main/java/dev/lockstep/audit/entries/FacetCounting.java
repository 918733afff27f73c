package dev.lockstep.audit.entries;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.SealedStrings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a search finds among what the reader may know of; nothing else is read, so nothing else can show in a count. At most the
 * newest {@value #MOST} entries are counted.
 */
@ApplicationScoped
class FacetCounting {

    static final int MOST = 10_000;

    private static final String COLUMNS = """
            e.index, e.source, e.type, e.actor, e.site, e.organization, e.cluster, e.rollout::text,
            to_char(e.time at time zone 'UTC', 'YYYY-MM-DD')""";
    private static final List<String> NAMES =
            List.of("service", "type", "actor", "site", "organization", "cluster", "rollout", "day");

    private static final int ACTOR = NAMES.indexOf("actor");

    @Inject
    LogSearch log;

    @Inject
    PersonReader persons;

    /** @param mostValues of each facet */
    Facets of(Search search, Condition visible, int mostValues) {
        List<List<@Nullable String>> found =
                log.find(search, visible, Order.NEWEST, Optional.empty(), MOST + 1, COLUMNS, FacetCounting::values);
        found = withNames(found);
        boolean complete = found.size() <= MOST;
        List<List<@Nullable String>> counted = complete ? found : found.subList(0, MOST);
        List<Facets.Facet> facets = new ArrayList<>();
        for (int place = 0; place < NAMES.size(); place++) {
            facets.add(facet(place, counted, mostValues));
        }
        return new Facets(counted.size(), complete, facets);
    }

    /** The same with the names of persons as their keys open them: those who were erased are counted as one. */
    private List<List<@Nullable String>> withNames(List<List<@Nullable String>> found) {
        ArrayNode actors = JsonNodeFactory.instance.arrayNode();
        found.stream().map(values -> values.get(ACTOR)).distinct().forEach(actors::add);
        try {
            Opening opening = persons.of(actors);
            return found.stream()
                    .map(values -> {
                        List<@Nullable String> named = new ArrayList<>(values);
                        String actor = values.get(ACTOR);
                        named.set(ACTOR, actor == null ? null : SealedStrings.opened(actor, opening));
                        return named;
                    })
                    .toList();
        } catch (SQLException failed) {
            throw new DatabaseException("opening the names of persons", failed);
        }
    }

    private static List<@Nullable String> values(ResultSet row) throws SQLException {
        List<@Nullable String> values = new ArrayList<>(NAMES.size());
        values.add(Search.serviceOf(row.getString(2)));
        for (int place = 1; place < NAMES.size(); place++) {
            values.add(row.getString(place + 2));
        }
        return values;
    }

    private static Facets.Facet facet(int place, List<List<@Nullable String>> counted, int mostValues) {
        Map<String, Integer> counts = new HashMap<>();
        for (List<@Nullable String> values : counted) {
            String value = values.get(place);
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        List<Facets.Value> values = counts.entrySet().stream()
                .map(count -> new Facets.Value(count.getKey(), count.getValue()))
                .sorted(Comparator.comparingInt(Facets.Value::entries)
                        .reversed()
                        .thenComparing(Facets.Value::value))
                .toList();
        int shown = Math.min(mostValues, values.size());
        return new Facets.Facet(NAMES.get(place), values.subList(0, shown), values.size() - shown);
    }
}
