package dev.lockstep.requirements.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** References that lead back to where they began. */
public final class Rings {

    private Rings() {}

    /**
     * Every name that leads back to itself, in one ring at least.
     *
     * @param next the names that each name refers to, in order
     * @return each ring as its names from the first one back to it
     */
    public static List<List<String>> in(Map<String, Set<String>> next) {
        List<List<String>> rings = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String name : next.keySet()) {
            List<String> ring = done.contains(name) ? List.of() : ring(name, next);
            if (!ring.isEmpty()) {
                done.addAll(ring);
                rings.add(ring);
            }
        }
        return rings;
    }

    /** The names from this one back to it, without recursion; empty when none leads back. */
    private static List<String> ring(String start, Map<String, Set<String>> next) {
        Map<String, String> from = new LinkedHashMap<>();
        List<String> waiting = new ArrayList<>(List.of(start));
        while (!waiting.isEmpty()) {
            String name = waiting.removeLast();
            for (String target : next.getOrDefault(name, Set.of())) {
                if (target.equals(start)) {
                    return back(start, name, from);
                }
                if (from.putIfAbsent(target, name) == null) {
                    waiting.add(target);
                }
            }
        }
        return List.of();
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
