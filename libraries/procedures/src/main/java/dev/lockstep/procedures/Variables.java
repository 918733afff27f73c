package dev.lockstep.procedures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.ContractJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names and values that templates are filled with. In text and in commands a value stands as it is, one argument staying one
 * argument; in an expression it stands as a literal, so that no name can become code.
 */
record Variables(Map<String, JsonNode> values) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-zA-Z]+)}");

    Variables {
        values = Map.copyOf(values);
    }

    static Variables none() {
        return new Variables(Map.of());
    }

    Variables with(String name, String value) {
        return with(name, TextNode.valueOf(value));
    }

    Variables with(String name, Collection<String> list) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        list.forEach(array::add);
        return with(name, array);
    }

    Variables with(String name, JsonNode value) {
        Map<String, JsonNode> more = new HashMap<>(values);
        more.put(name, value);
        return new Variables(more);
    }

    /** These variables and those that a step defines in terms of them. */
    Variables withTemplates(Map<String, String> templates) {
        Variables more = this;
        for (Map.Entry<String, String> entry : templates.entrySet()) {
            more = more.with(entry.getKey(), text(entry.getValue()));
        }
        return more;
    }

    JsonNode value(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("a template uses the variable '%s', which has no value there; there are %s"
                    .formatted(name, values.keySet().stream().sorted().toList()));
        }
        return value;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String string(String name) {
        return value(name).asText();
    }

    List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        value(name).forEach(element -> strings.add(element.asText()));
        return strings;
    }

    /** The template as text. */
    String text(String template) {
        return fill(template, value -> value.isArray() ? join(value) : value.asText());
    }

    /** The template as a fact path: each value is one segment, whatever it contains. */
    String path(String template) {
        return fill(template, value -> value.asText().replace("~", "~0").replace("/", "~1"));
    }

    /** The value of a template that is a single variable; of any other template its text. */
    JsonNode valueOf(String template) {
        Matcher only = PLACEHOLDER.matcher(template);
        return only.matches() ? value(only.group(1)) : TextNode.valueOf(text(template));
    }

    /** The template as an expression. */
    String expression(String template) {
        return fill(template, Variables::literal);
    }

    List<String> texts(List<String> templates) {
        return templates.stream().map(this::text).toList();
    }

    private String fill(String template, Function<JsonNode, String> form) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(form.apply(value(match.group(1)))));
    }

    private static String join(JsonNode array) {
        List<String> parts = new ArrayList<>();
        array.forEach(element -> parts.add(element.asText()));
        return String.join(", ", parts);
    }

    /** JSON's strings, numbers and lists are literals of the expression language as they stand. */
    private static String literal(JsonNode value) {
        try {
            return ContractJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a variable cannot be written", e);
        }
    }
}
