package dev.lockstep.siterunner.parsing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What an observation tells its parser. */
public record Arguments(Map<String, JsonNode> values) {
    public Arguments {
        values = Map.copyOf(values);
    }

    String text(String name) throws ParseException {
        JsonNode value = values.get(name);
        if (value == null || !value.isTextual() || value.asText().isEmpty()) {
            throw new ParseException("the observation does not say which " + name);
        }
        return value.asText();
    }

    Set<String> texts(String name) {
        Set<String> texts = new LinkedHashSet<>();
        JsonNode value = values.get(name);
        if (value != null && value.isArray()) {
            value.forEach(each -> texts.add(each.asText()));
        }
        return texts;
    }

    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        JsonNode value = values.get(name);
        if (value != null && value.isObject()) {
            value.properties()
                    .forEach(each -> pairs.put(each.getKey(), each.getValue().asText()));
        }
        return pairs;
    }
}
