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
    private final Map<String, String> groupsOfResources = new LinkedHashMap<>();

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

    /** That a resource, asked for itself, is in a group; empty when there is no such resource. */
    void isIn(String resource, String group) {
        groupsOfResources.put(resource, group);
    }

    boolean wasAskedFor(String resource) {
        return groupsOfResources.containsKey(resource);
    }

    boolean isKnownIn(String resource, String group) {
        return group.equals(groupsOfResources.get(resource));
    }

    Set<String> networkNames() {
        return networkNames;
    }
}
