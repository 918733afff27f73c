package dev.lockstep.requirements.dictionary;

import com.networknt.schema.Error;

/**
 * One way in which a value does not obey the dictionary.
 *
 * @param pointer where, as a JSON Pointer within the value; empty for the value itself
 * @param what what is wrong, in one sentence
 * @param remedy what to do
 */
public record SchemaViolation(String pointer, String what, String remedy) {

    static SchemaViolation of(Error error) {
        String place = error.getInstanceLocation().toString();
        tools.jackson.databind.JsonNode schema = error.getSchemaNode();
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
                        "the value has the wrong type; expected is " + words(schema),
                        "write a value of that type, or leave the member out when it is not known");
            case "enum" ->
                new SchemaViolation(place, "the value is not one of those allowed", "use one of " + words(schema));
            case "pattern", "format" ->
                new SchemaViolation(place, "the text does not have the expected form", "expected is " + words(schema));
            case "minimum" -> new SchemaViolation(place, "the number is too small", "the least is " + words(schema));
            case "maximum" -> new SchemaViolation(place, "the number is too large", "the greatest is " + words(schema));
            case "minLength", "minItems" ->
                new SchemaViolation(place, "the value is too short", "the least length is " + words(schema));
            case "maxLength", "maxItems", "maxProperties" ->
                new SchemaViolation(place, "the value is too long", "the greatest length is " + words(schema));
            default -> new SchemaViolation(place, error.getMessage(), "correct the value");
        };
    }

    private static String words(tools.jackson.databind.JsonNode schema) {
        return schema == null
                ? "described in the facts dictionary"
                : schema.toString().replace("\"", "");
    }
}
