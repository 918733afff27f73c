package dev.lockstep.requirements.expression;

import dev.lockstep.requirements.dictionary.FactDefinition;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a term's value before it is evaluated.
 *
 * @param definition the dictionary entry of the fact it is, or null when it is no fact
 * @param pattern the fact's path with {@code *} for names
 * @param item the shape of a computed list's elements, or null
 * @param constant the value that it is, or null when it is no constant
 * @param type its JSON type, or null when it may be of several
 */
record Shape(
        @Nullable FactDefinition definition,
        String pattern,
        @Nullable Shape item,
        @Nullable Object constant,
        @Nullable String type) {

    static final Shape NONE = new Shape(null, "", null, null, null);

    static Shape fact(FactDefinition definition, String pattern) {
        return new Shape(definition, pattern, null, null, definition.type());
    }

    static Shape listOf(Shape item) {
        return new Shape(null, "", item, null, "array");
    }

    static Shape constant(Object value) {
        String type = switch (value) {
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Long _ -> "integer";
            case Double _ -> "number";
            default -> null;
        };
        return new Shape(null, "", null, value, type);
    }

    /** The shape of what a comprehension over this binds. */
    Shape element() {
        if (item != null) {
            return item;
        }
        if (definition == null || definition.values().isPresent()) {
            return NONE;
        }
        Optional<FactDefinition> items = definition.items();
        return items.map(declared -> fact(declared, pattern + "/*")).orElse(NONE);
    }

    /** What is known of a value that is one or the other, or computed from both. Members of objects are looked up in the first. */
    Shape or(Shape other) {
        Shape kept = definition == null && item == null ? other : this;
        boolean same = Objects.equals(definition, other.definition);
        boolean holdsMembers =
                kept.definition != null && (kept.definition.type().equals("object") || kept.definition.holdsObjects());
        return new Shape(
                same || holdsMembers ? kept.definition : null,
                kept.pattern,
                kept.item,
                null,
                Objects.equals(type, other.type) ? type : null);
    }
}
