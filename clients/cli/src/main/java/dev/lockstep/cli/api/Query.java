package dev.lockstep.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path with its query, everything encoded. */
public final class Query {

    /** The plural in front of the first value: what is in {@code /rollouts/{}} is a rollout. */
    private static final Pattern COLLECTION = Pattern.compile("^/(cluster|organization|plan|rollout)s/\\{}");

    private final StringBuilder path = new StringBuilder();
    private final List<String> parameters = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private String kind = "";

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
        query.names.addAll(List.of(values));
        Matcher collection = COLLECTION.matcher(template);
        query.kind = collection.find() ? collection.group(1) : "";
        return query;
    }

    /** The same query, for more parameters. */
    Query copy() {
        Query copy = new Query();
        copy.path.append(path);
        copy.parameters.addAll(parameters);
        copy.kind = kind;
        copy.names.addAll(names);
        return copy;
    }

    /** What the path is about first, such as {@code rollout 'nope'}, unless a text already names what is missing. */
    Optional<String> subjectMissingIn(String text) {
        return kind.isEmpty() || text.contains("'") || names.stream().anyMatch(text::contains)
                ? Optional.empty()
                : Optional.of("%s '%s'".formatted(kind, names.getFirst()));
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
