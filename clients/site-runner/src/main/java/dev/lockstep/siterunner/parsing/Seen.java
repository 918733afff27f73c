package dev.lockstep.siterunner.parsing;

import java.util.LinkedHashSet;
import java.util.Set;

/** What earlier observations of the same task have shown; later listings are understood with it. */
public final class Seen {
    private final Set<String> nodes = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> networkNames = new LinkedHashSet<>();

    Set<String> nodes() {
        return nodes;
    }

    Set<String> groups() {
        return groups;
    }

    Set<String> networkNames() {
        return networkNames;
    }
}
