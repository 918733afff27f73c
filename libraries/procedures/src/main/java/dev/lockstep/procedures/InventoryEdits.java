package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of single facts in a document that is held as a tree. */
final class InventoryEdits {

    private InventoryEdits() {}

    /** Gives a fact a value, making what leads to it; null (as JSON) takes a named object away. */
    static void apply(ObjectNode document, DocumentKind kind, FactPath path, JsonNode value) {
        List<String> segments = path.segments();
        ObjectNode container = document;
        int at = 0;
        while (true) {
            String member = segments.get(at);
            Optional<String> identity = kind.identityMember(path.prefix(at + 1));
            boolean last = at == segments.size() - 1;
            if (last) {
                container.set(member, value.deepCopy());
                return;
            }
            if (identity.isEmpty()) {
                container = container.get(member) instanceof ObjectNode there ? there : container.putObject(member);
                at++;
                continue;
            }
            ArrayNode array = container.get(member) instanceof ArrayNode there ? there : container.putArray(member);
            String name = segments.get(at + 1);
            ObjectNode element = element(array, identity.get(), name);
            if (at + 1 == segments.size() - 1) {
                remove(array, identity.get(), name, value);
                return;
            }
            container = element == null ? array.addObject().put(identity.get(), name) : element;
            at += 2;
        }
    }

    /** What stands at a path; a missing node when nothing does. */
    static JsonNode find(ObjectNode document, DocumentKind kind, FactPath path) {
        List<String> segments = path.segments();
        JsonNode here = document;
        for (int at = 0; at < segments.size(); at++) {
            here = here.path(segments.get(at));
            Optional<String> identity = kind.identityMember(path.prefix(at + 1));
            if (identity.isPresent() && here instanceof ArrayNode array && at + 1 < segments.size()) {
                ObjectNode element = element(array, identity.get(), segments.get(++at));
                here = element == null ? MissingNode.getInstance() : element;
            }
        }
        return here;
    }

    private static void remove(ArrayNode array, String identity, String name, JsonNode value) {
        if (!value.isNull()) {
            throw new IllegalArgumentException("a named object has facts, and is no value itself: " + name);
        }
        for (int i = array.size() - 1; i >= 0; i--) {
            if (array.get(i).path(identity).asText().equals(name)) {
                array.remove(i);
            }
        }
    }

    private static @Nullable ObjectNode element(ArrayNode array, String identity, String name) {
        for (JsonNode each : array) {
            if (each instanceof ObjectNode object
                    && object.path(identity).asText().equals(name)) {
                return object;
            }
        }
        return null;
    }
}
