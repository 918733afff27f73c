package dev.lockstep.requirements.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * References that lead back to where they began: a domain below itself, a disk mounted in itself, a resource that waits for itself. Nothing
 * of the kind exists. Groups may contain each other, in the directory as here.
 */
final class ReferenceRings {

    private final List<DocumentMistake> mistakes = new ArrayList<>();

    private ReferenceRings() {}

    /** One mistake for each ring, at the first place that is part of it. */
    static List<DocumentMistake> in(ObjectNode document) {
        ReferenceRings rings = new ReferenceRings();
        rings.look(
                document.at("/organization/domains"),
                "/organization/domains",
                new Kind("name", "parent", "the domain '%s' is its own ancestor", "name the domain above it"));
        rings.look(
                document.at("/cluster/disks"),
                "/cluster/disks",
                new Kind(
                        "id", "hostDisk", "the disk '%s' is mounted in itself", "name the disk that holds its folder"));
        int group = 0;
        for (JsonNode each : document.at("/cluster/groups")) {
            rings.look(
                    each.path("resources"),
                    "/cluster/groups/%d/resources".formatted(group++),
                    new Kind(
                            "name",
                            "dependsOn",
                            "the resource '%s' depends on itself",
                            "take away the dependency that the cluster does not have"));
        }
        return rings.mistakes;
    }

    /**
     * Things of one list that refer to others of it.
     *
     * @param name the member by which they are referred to
     * @param reference the member that refers, a text or a list of texts
     */
    private record Kind(String name, String reference, String what, String remedy) {}

    private void look(JsonNode list, String pointer, Kind kind) {
        Map<String, Set<String>> next = new LinkedHashMap<>();
        for (JsonNode each : list) {
            Set<String> targets = new LinkedHashSet<>();
            JsonNode reference = each.path(kind.reference());
            if (reference.isTextual()) {
                targets.add(reference.asText());
            }
            reference.forEach(target -> targets.add(target.asText()));
            next.put(each.path(kind.name()).asText(), targets);
        }
        List<String> names = List.copyOf(next.keySet());
        for (List<String> ring : Rings.in(next)) {
            mistakes.add(new DocumentMistake(
                    "%s/%d/%s".formatted(pointer, names.indexOf(ring.getFirst()), kind.reference()),
                    null,
                    kind.what().formatted(ring.getFirst()) + ": " + String.join(", ", ring),
                    kind.remedy()));
        }
    }
}
