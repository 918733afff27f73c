package dev.lockstep.history.person;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The strings of a sealed event's JSON. */
public final class SealedStrings {

    /** What is shown for a text whose key was destroyed. */
    public static final String ERASED = "[erased]";

    private SealedStrings() {}

    /** The same JSON for people to read: what the keys open, {@value #ERASED} for what they do not; the value itself is left as it is. */
    public static JsonNode opened(JsonNode value, Opening opening) {
        return replaced(value.deepCopy(), text -> opened(text, opening));
    }

    /** A string of a sealed event, opened likewise. */
    public static String opened(String text, Opening opening) {
        return SealedText.parse(text)
                .map(sealedText -> opening.open(sealedText).orElse(ERASED))
                .orElseGet(() -> SealedText.plain(text));
    }

    /** Is told of sealed texts. */
    public interface Visitor {

        /**
         * Is told of one.
         *
         * @param pointer the JSON pointer at which it stands
         */
        void visit(String pointer, SealedText sealedText);
    }

    /**
     * Tells of every sealed text.
     *
     * @param pointer the JSON pointer at which the value stands
     */
    public static void each(JsonNode value, String pointer, Visitor visitor) {
        if (value.isTextual()) {
            SealedText.parse(value.textValue()).ifPresent(sealedText -> visitor.visit(pointer, sealedText));
        } else if (value.isObject()) {
            value.properties().forEach(member -> each(member.getValue(), pointer + "/" + member.getKey(), visitor));
        } else {
            for (int place = 0; place < value.size(); place++) {
                each(value.path(place), pointer + "/" + place, visitor);
            }
        }
    }

    /** Replaces the strings that are marked, in place. */
    static JsonNode replaced(JsonNode value, UnaryOperator<String> replacement) {
        switch (value) {
            case TextNode text
            when SealedText.isMarked(text.textValue()) -> {
                return TextNode.valueOf(replacement.apply(text.textValue()));
            }
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    member.setValue(replaced(member.getValue(), replacement));
                }
            }
            case ArrayNode array -> {
                for (int place = 0; place < array.size(); place++) {
                    array.set(place, replaced(array.get(place), replacement));
                }
            }
            default -> {
                // It has no strings.
            }
        }
        return value;
    }
}
