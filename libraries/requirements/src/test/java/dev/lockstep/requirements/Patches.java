package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.List;

/** Changes to documents by fact path: the first segment is the document's member, {@code *} stands for every name. */
public final class Patches {

    private Patches() {}

    public static void set(ObjectNode document, String path, JsonNode value) {
        List<String> segments = FactPath.parse(path).segments();
        set(document, FactsDictionary.standard().root(), segments, value, path);
    }

    private static void set(
            JsonNode container, FactDefinition definition, List<String> segments, JsonNode value, String path) {
        String segment = segments.getFirst();
        List<String> rest = segments.subList(1, segments.size());
        if (container.isArray()) {
            boolean found = false;
            for (JsonNode element : container) {
                String name =
                        element.path(definition.uniqueMember().orElseThrow()).asText();
                if (segment.equals("*") || segment.equals(name)) {
                    found = true;
                    set(element, definition.items().orElseThrow(), rest, value, path);
                }
            }
            if (!found) {
                throw new IllegalArgumentException("nothing at " + path);
            }
            return;
        }
        ObjectNode object = (ObjectNode) container;
        FactDefinition member =
                definition.member(segment).orElseThrow(() -> new IllegalArgumentException(path + " is not declared"));
        if (rest.isEmpty()) {
            object.set(segment, value.deepCopy());
        } else {
            set(object.has(segment) ? object.get(segment) : object.putObject(segment), member, rest, value, path);
        }
    }
}
