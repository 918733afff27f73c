package dev.lockstep.audit.entries;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition on rows of the table of entries, called {@code e}.
 *
 * @param sql with a question mark for each parameter
 * @param parameters in their order
 * @param isKey whether an index has all that meets it together, in the order of the log
 */
public record Condition(String sql, List<Object> parameters, boolean isKey) {

    /** Keeps its own copy. */
    public Condition {
        parameters = List.copyOf(parameters);
    }

    static Condition of(String sql, Object... parameters) {
        return new Condition(sql, List.of(parameters), false);
    }

    static Condition key(String column, Object value) {
        return new Condition("e." + column + " = ?", List.of(value), true);
    }

    /** What hardly any entry does not meet. */
    static Condition nearlyAll(String sql) {
        return new Condition(sql, List.of(), true);
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
        return new Condition(
                "(" + sql + ")",
                parameters,
                conditions.size() == 1 && conditions.getFirst().isKey());
    }
}
