package dev.lockstep.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path with its query, everything encoded. */
public final class Query {

    private final StringBuilder path = new StringBuilder();
    private final List<String> parameters = new ArrayList<>();

    private Query() {}

    /** A path of literal segments and encoded values: every {@code {}} in the template is replaced by one value. */
    public static Query of(String template, String... values) {
        Query query = new Query();
        int from = 0;
        for (String value : values) {
            int hole = template.indexOf("{}", from);
            query.path.append(template, from, hole).append(encoded(value));
            from = hole + 2;
        }
        query.path.append(template, from, template.length());
        return query;
    }

    /** Adds a parameter unless its value is null. */
    public Query with(String name, @Nullable Object value) {
        if (value != null) {
            parameters.add(encoded(name) + "=" + encoded(value.toString()));
        }
        return this;
    }

    /** Adds a parameter as often as there are values. */
    public Query withEach(String name, List<String> values) {
        values.forEach(value -> with(name, value));
        return this;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? path.toString() : path + "?" + String.join("&", parameters);
    }
}
