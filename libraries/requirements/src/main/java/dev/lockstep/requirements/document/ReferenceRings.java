package dev.lockstep.requirements.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
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
        Set<String> done = new HashSet<>();
        int index = 0;
        for (String name : next.keySet()) {
            List<String> ring = ring(name, next, done);
            if (!ring.isEmpty()) {
                mistakes.add(new DocumentMistake(
                        "%s/%d/%s".formatted(pointer, index, kind.reference()),
                        null,
                        kind.what().formatted(name) + ": " + String.join(", ", ring),
                        kind.remedy()));
            }
            index++;
        }
    }

    /** The names from this one back to it, without recursion; empty when none leads back. Whatever was reached is done. */
    private static List<String> ring(String start, Map<String, Set<String>> next, Set<String> done) {
        Map<String, String> from = new LinkedHashMap<>();
        List<String> waiting = new ArrayList<>(List.of(start));
        List<String> ring = List.of();
        while (!waiting.isEmpty()) {
            String name = waiting.removeLast();
            for (String target : next.getOrDefault(name, Set.of())) {
                if (target.equals(start) && ring.isEmpty() && !done.contains(start)) {
                    ring = back(start, name, from);
                }
                if (!target.equals(start) && from.putIfAbsent(target, name) == null) {
                    waiting.add(target);
                }
            }
        }
        if (!ring.isEmpty()) {
            done.addAll(ring);
        }
        return ring;
    }

    private static List<String> back(String start, String last, Map<String, String> from) {
        List<String> ring = new ArrayList<>(List.of(start));
        for (String name = last; name != null && !name.equals(start); name = from.get(name)) {
            ring.addFirst(name);
        }
        ring.addFirst(start);
        return ring;
    }
}
