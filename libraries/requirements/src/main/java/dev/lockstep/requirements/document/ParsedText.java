package dev.lockstep.requirements.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a text, with the line on which each value begins.
 *
 * @param root the tree
 * @param lines 1-based line by JSON Pointer
 */
public record ParsedText(JsonNode root, Map<String, Integer> lines) {

    public ParsedText {
        lines = new HashMap<>(lines);
    }

    /** The line of a place, or of the nearest place around it that has one. */
    public @Nullable Integer line(String pointer) {
        String place = pointer;
        while (true) {
            Integer line = lines.get(place);
            if (line != null || place.isEmpty()) {
                return line;
            }
            place = place.substring(0, Math.max(0, place.lastIndexOf('/')));
        }
    }
}
