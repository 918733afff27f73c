package dev.lockstep.procedures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ContractJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan as JSON. The steps of a plan look at the same things over and over again, so each look stands once in the plan's {@code looks},
 * and steps name it by its place there: the plan of the largest cluster fits an event, which written out it would not by far.
 */
final class PlanJson {

    private static final List<String> MEMBERS = List.of("observe", "observeAfter");

    private PlanJson() {}

    static ObjectNode of(Plan plan) {
        ObjectNode json = ContractJson.mapper().valueToTree(plan);
        JsonNode steps = json.remove("steps");
        ArrayNode looks = json.putArray("looks");
        Map<JsonNode, Integer> places = new HashMap<>();
        for (JsonNode step : steps) {
            for (String member : MEMBERS) {
                ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
                for (JsonNode look : step.path(member)) {
                    numbers.add(
                            places.computeIfAbsent(look, each -> looks.add(each).size() - 1));
                }
                ((ObjectNode) step).set(member, numbers);
            }
        }
        json.set("steps", steps);
        return json;
    }

    /**
     * @throws JsonProcessingException when it is not a plan
     * @throws IllegalArgumentException when a step is none, or names a look that the plan does not have
     */
    static Plan read(String text) throws JsonProcessingException {
        if (!(ContractJson.mapper().readTree(text) instanceof ObjectNode json)) {
            throw new IllegalArgumentException("a plan is a JSON object");
        }
        JsonNode looks = json.path("looks");
        json.remove("looks");
        for (JsonNode step : json.path("steps")) {
            if (!(step instanceof ObjectNode object)) {
                throw new IllegalArgumentException("a step is a JSON object");
            }
            for (String member : MEMBERS) {
                ArrayNode written = JsonNodeFactory.instance.arrayNode();
                for (JsonNode place : step.path(member)) {
                    if (!place.isInt() || !looks.has(place.asInt())) {
                        throw new IllegalArgumentException(
                                "a step names the look %s, which is not there".formatted(place));
                    }
                    written.add(looks.path(place.asInt()));
                }
                object.set(member, written);
            }
        }
        return ContractJson.mapper().treeToValue(json, Plan.class);
    }
}
