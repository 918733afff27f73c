package dev.lockstep.requirements.expression;

import dev.lockstep.requirements.dictionary.FactDefinition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a term's value before it is evaluated.
 *
 * @param definition the dictionary entry of the fact it is, or null when it is no fact
 * @param pattern the fact's path with {@code *} for names
 * @param item the shape of a computed list's elements, or null
 * @param constant the text that it is, or null when it is no constant text
 */
record Shape(
        @Nullable FactDefinition definition,
        String pattern,
        @Nullable Shape item,
        @Nullable String constant) {

    static final Shape NONE = new Shape(null, "", null, null);

    static Shape fact(FactDefinition definition, String pattern) {
        return new Shape(definition, pattern, null, null);
    }

    static Shape listOf(Shape item) {
        return new Shape(null, "", item, null);
    }

    static Shape text(String constant) {
        return new Shape(null, "", null, constant);
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

    Shape or(Shape other) {
        return definition == null && item == null ? other : this;
    }
}
