package dev.lockstep.requirements.dictionary;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;

/**
 * One way in which a value does not obey the dictionary.
 *
 * @param pointer where, as a JSON Pointer within the value; empty for the value itself
 * @param what what is wrong, in one sentence
 * @param remedy what to do
 */
public record SchemaViolation(String pointer, String what, String remedy) {

    /**
     * What a validator found, in words.
     *
     * @param schema what it validated against
     */
    static SchemaViolation of(Error error, JsonNode schema) {
        String place = error.getInstanceLocation().toString();
        String keyword = error.getSchemaLocation().getFragment().toString();
        JsonNode wanted = schema.at(keyword);
        String property = error.getProperty() == null ? "" : error.getProperty();
        return switch (error.getKeyword()) {
            case "additionalProperties", "unevaluatedProperties" ->
                new SchemaViolation(
                        place + "/" + property.replace("~", "~0").replace("/", "~1"),
                        "the member '%s' is not declared in the facts dictionary".formatted(property),
                        "correct its name or leave it out");
            case "required" -> new SchemaViolation(place, "the member '%s' is missing".formatted(property), "add it");
            case "type" ->
                new SchemaViolation(
                        place,
                        "the value has the wrong type; expected is " + types(wanted),
                        "write a value of that type, or leave the member out when it is not known");
            case "enum" ->
                new SchemaViolation(place, "the value is not one of those allowed", "use one of " + values(wanted));
            case "pattern", "format" ->
                new SchemaViolation(
                        place,
                        "the text does not have the expected form",
                        "expected is " + form(schema.at(parent(keyword))));
            case "propertyNames" ->
                new SchemaViolation(
                        place,
                        "the name '%s' does not have the expected form".formatted(property),
                        "expected is %s, of %d to %d characters"
                                .formatted(
                                        form(wanted),
                                        wanted.path("minLength").asInt(),
                                        wanted.path("maxLength").asInt()));
            case "minimum" -> new SchemaViolation(place, "the number is too small", "the least is " + wanted.asText());
            case "maximum" ->
                new SchemaViolation(place, "the number is too large", "the greatest is " + wanted.asText());
            case "minLength", "minItems" ->
                new SchemaViolation(place, "the value is too short", "the least length is " + wanted.asText());
            case "maxLength", "maxItems", "maxProperties" ->
                new SchemaViolation(place, "the value is too long", "the greatest length is " + wanted.asText());
            default -> new SchemaViolation(place, error.getMessage(), "correct the value");
        };
    }

    private static String types(JsonNode wanted) {
        List<String> words = new ArrayList<>();
        (wanted.isArray() ? wanted : List.of(wanted)).forEach(type -> words.add(type(type.asText())));
        return String.join(" or ", words);
    }

    private static String type(String name) {
        return switch (name) {
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "an object";
            default -> name;
        };
    }

    private static String values(JsonNode wanted) {
        List<String> values = new ArrayList<>();
        wanted.forEach(value -> values.add(value.asText()));
        return String.join(", ", values);
    }

    private static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }

    /** The form of a text in the words that stand beside it: a regular expression is for programs. */
    private static String form(JsonNode text) {
        return text.path("x-form").asText("described in the facts dictionary");
    }
}
