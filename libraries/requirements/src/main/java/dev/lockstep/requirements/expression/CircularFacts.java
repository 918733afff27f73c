package dev.lockstep.requirements.expression;

import dev.lockstep.requirements.document.Rings;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recorded references that lead back to where they began: a domain below itself, a disk mounted in itself, a resource that depends on itself.
 * A document with such is refused; observations that came one after the other can make one nevertheless. Nothing of the kind exists, so
 * one of them at least is wrong, and none decides anything.
 */
final class CircularFacts {

    private final Map<FactNode.LeafFact, String> rings = new HashMap<>();

    private CircularFacts() {}

    /** Those of a document, each with its ring in words. */
    static Map<FactNode.LeafFact, String> in(FactNode.ObjectFact document) {
        CircularFacts circular = new CircularFacts();
        circular.look(document.members().get("domains"), "parent");
        circular.look(document.members().get("disks"), "hostDisk");
        elements(document.members().get("groups"))
                .forEach(group -> circular.look(group.members().get("resources"), "dependsOn"));
        return Collections.unmodifiableMap(circular.rings);
    }

    private void look(@Nullable FactNode list, String reference) {
        Map<String, FactNode.LeafFact> references = new LinkedHashMap<>();
        Map<String, Set<String>> next = new LinkedHashMap<>();
        for (FactNode.ObjectFact each : elements(list)) {
            if (each.members().get(reference) instanceof FactNode.LeafFact leaf) {
                Set<String> targets = targets(leaf);
                if (!targets.isEmpty()) {
                    references.put(each.place().segment(), leaf);
                    next.put(each.place().segment(), targets);
                }
            }
        }
        for (List<String> ring : Rings.in(next)) {
            ring.forEach(name -> rings.put(references.get(name), String.join(", ", ring)));
        }
    }

    private static Set<String> targets(FactNode.LeafFact reference) {
        Set<String> targets = new LinkedHashSet<>();
        if (reference.json().isTextual()) {
            targets.add(reference.json().asText());
        }
        reference.json().forEach(target -> targets.add(target.asText()));
        return targets;
    }

    private static List<FactNode.ObjectFact> elements(@Nullable FactNode list) {
        return list instanceof FactNode.ArrayFact array
                ? array.elements().stream()
                        .filter(FactNode.ObjectFact.class::isInstance)
                        .map(FactNode.ObjectFact.class::cast)
                        .toList()
                : List.of();
    }
}
