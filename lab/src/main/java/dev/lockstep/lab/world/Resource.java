package dev.lockstep.lab.world;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cluster resource.
 *
 * @param wanted whether it is meant to be online whenever its node and its dependencies allow it
 * @param possibleOwners nodes that may run it; empty means all
 * @param properties private properties, names without regard to case
 */
public record Resource(
        String name,
        String type,
        ResourceState state,
        boolean wanted,
        List<String> dependsOn,
        List<String> possibleOwners,
        Map<String, String> properties)
        implements Named {
    public Resource {
        dependsOn = List.copyOf(dependsOn);
        possibleOwners = List.copyOf(possibleOwners);
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(properties);
        properties = Collections.unmodifiableMap(sorted);
    }

    public static Resource offline(String name, String type) {
        return new Resource(name, type, ResourceState.OFFLINE, false, List.of(), List.of(), Map.of());
    }

    public Resource withState(ResourceState changed) {
        return new Resource(name, type, changed, wanted, dependsOn, possibleOwners, properties);
    }

    public Resource withWanted(boolean changed) {
        return new Resource(name, type, state, changed, dependsOn, possibleOwners, properties);
    }

    public Resource withDependsOn(List<String> changed) {
        return new Resource(name, type, state, wanted, changed, possibleOwners, properties);
    }

    public Resource withPossibleOwners(List<String> changed) {
        return new Resource(name, type, state, wanted, dependsOn, changed, properties);
    }

    public Resource withProperty(String property, String value) {
        Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(properties);
        changed.put(property, value);
        return new Resource(name, type, state, wanted, dependsOn, possibleOwners, changed);
    }

    /** A private property, or the empty text when it was never set. */
    public String property(String property) {
        return properties.getOrDefault(property, "");
    }

    public boolean is(String resourceType) {
        return type.equalsIgnoreCase(resourceType);
    }

    public boolean online() {
        return state == ResourceState.ONLINE;
    }

    public boolean dependsOn(String other) {
        return Named.contains(dependsOn, other);
    }
}
