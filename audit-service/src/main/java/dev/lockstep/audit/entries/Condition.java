package dev.lockstep.audit.entries;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition on rows of the table of entries, called {@code e}.
 *
 * @param sql with a question mark for each parameter
 * @param parameters in their order
 */
public record Condition(String sql, List<Object> parameters) {

    /** Keeps its own copy. */
    public Condition {
        parameters = List.copyOf(parameters);
    }

    static Condition of(String sql, Object... parameters) {
        return new Condition(sql, List.of(parameters));
    }

    static Condition atSite(String site) {
        return of("e.cluster in (select cluster from cluster_site where site = ?)", site);
    }

    static Condition all(List<Condition> conditions) {
        return joined(conditions, " and ", "true");
    }

    static Condition any(List<Condition> conditions) {
        return joined(conditions, " or ", "false");
    }

    private static Condition joined(List<Condition> conditions, String by, String none) {
        List<Object> parameters = new ArrayList<>();
        conditions.forEach(condition -> parameters.addAll(condition.parameters()));
        String sql = conditions.isEmpty()
                ? none
                : String.join(by, conditions.stream().map(Condition::sql).toList());
        return new Condition("(" + sql + ")", parameters);
    }
}
