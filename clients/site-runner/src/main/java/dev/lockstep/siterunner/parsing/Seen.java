package dev.lockstep.siterunner.parsing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What earlier observations of the same task have shown; later listings are understood with it. */
public final class Seen {
    private final Set<String> nodes = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> networkNames = new LinkedHashSet<>();
    private final Map<String, Map<String, String>> connections = new LinkedHashMap<>();

    Set<String> nodes() {
        return nodes;
    }

    Set<String> groups() {
        return groups;
    }

    /** For each node the names of its connections by the identifiers of their interfaces. */
    Map<String, Map<String, String>> connections() {
        return connections;
    }

    Set<String> networkNames() {
        return networkNames;
    }
}
