package dev.lockstep.lab.world;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The DNS zone of the clusters: whether names register themselves, and its host records (full name to address). */
public record Zone(String name, boolean dynamicUpdate, Map<String, String> records) {
    public Zone {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(records);
        records = Collections.unmodifiableMap(sorted);
    }

    public Zone with(String host, String address) {
        Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(records);
        changed.put(host, address);
        return new Zone(name, dynamicUpdate, changed);
    }
}
