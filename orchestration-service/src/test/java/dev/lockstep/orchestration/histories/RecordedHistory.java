package dev.lockstep.orchestration.histories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The history of a rollout as text, an event on each line: its type and its members. Identifiers are numbered in the order in which they
 * come, times, hashes and fencing tokens are left open, and what every event of the rollout has is left out.
 */
final class RecordedHistory {

    private static final String MOMENT = "<time>";
    private static final String SOME_TIME = "2026-01-01T00:00:00Z";
    private static final String FIRST = "lockstep.orchestration.rollout-requested.v1";
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern IDENTIFIER = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern HASH = Pattern.compile("\\p{XDigit}{64}");
    private static final Pattern NUMBERED = Pattern.compile("<id (\\d+)>");
    private static final ObjectMapper JSON = ContractJson.mapper();

    private final Map<String, String> numbers = new HashMap<>();

    private RecordedHistory() {}

    static List<String> lines(List<RolloutEvent> events) {
        RecordedHistory history = new RecordedHistory();
        return events.stream().map(history::line).toList();
    }

    private String line(RolloutEvent event) {
        String type = EventCatalogue.typeOf(event);
        ObjectNode members = JSON.valueToTree(event);
        ObjectNode open = (ObjectNode) texts(members, this::normalized);
        if (!type.equals(FIRST)) {
            open.remove(List.of("cluster", "rollout"));
        }
        open.findParents("fencingToken").forEach(each -> ((ObjectNode) each).put("fencingToken", 0));
        return type + " " + open;
    }

    private String normalized(String text) {
        if (TIME.matcher(text).matches()) {
            return MOMENT;
        }
        Matcher identifier = IDENTIFIER.matcher(text);
        return identifier.matches()
                ? numbers.computeIfAbsent(text, _ -> "<id %d>".formatted(numbers.size() + 1))
                : HASH.matcher(text).replaceAll("<hash>");
    }

    /** The events that lines stand for, with some identifiers and times. */
    static List<RolloutEvent> events(List<String> lines) {
        List<RolloutEvent> events = new ArrayList<>();
        JsonNode cluster = TextNode.valueOf("");
        JsonNode rollout = TextNode.valueOf("");
        for (String line : lines) {
            String type = line.substring(0, line.indexOf(' '));
            ObjectNode members = (ObjectNode) texts(read(line.substring(type.length() + 1)), RecordedHistory::some);
            if (type.equals(FIRST)) {
                cluster = TextNode.valueOf(new ClusterId(members.path("cluster").asText()).value());
                rollout = members.path("rollout");
            }
            members.set("cluster", cluster);
            members.set("rollout", rollout);
            byte[] data = members.toString().getBytes(StandardCharsets.UTF_8);
            events.add((RolloutEvent) EventCatalogue.read(type, data));
        }
        return events;
    }

    private static String some(String text) {
        Matcher numbered = NUMBERED.matcher(text);
        if (numbered.matches()) {
            return "00000000-0000-0000-0000-%012d".formatted(Long.parseLong(numbered.group(1)));
        }
        return text.equals(MOMENT) ? SOME_TIME : text;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    /** The same with every text changed. */
    private static JsonNode texts(JsonNode node, UnaryOperator<String> change) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode changed = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(each -> changed.set(each.getKey(), texts(each.getValue(), change)));
                yield changed;
            }
            case ArrayNode array -> {
                ArrayNode changed = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> changed.add(texts(each, change)));
                yield changed;
            }
            case TextNode text -> TextNode.valueOf(change.apply(text.textValue()));
            default -> node;
        };
    }
}
