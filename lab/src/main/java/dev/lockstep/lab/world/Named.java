package dev.lockstep.lab.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that Windows finds by its name, whatever the case of the letters. */
public interface Named {
    String name();

    /** The element with this name, upper and lower case being the same. */
    static <T extends Named> Optional<T> find(List<T> all, String name) {
        for (T each : all) {
            if (each.name().equalsIgnoreCase(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The list with the element of the same name replaced, or the element added at the end. */
    static <T extends Named> List<T> put(List<T> all, T element) {
        List<T> changed = new ArrayList<>(all.size() + 1);
        boolean replaced = false;
        for (T each : all) {
            boolean same = each.name().equalsIgnoreCase(element.name());
            changed.add(same ? element : each);
            replaced |= same;
        }
        if (!replaced) {
            changed.add(element);
        }
        return List.copyOf(changed);
    }

    /** The list without the element of this name. */
    static <T extends Named> List<T> remove(List<T> all, String name) {
        return all.stream().filter(each -> !each.name().equalsIgnoreCase(name)).toList();
    }

    /** Whether a list of plain names holds this one. */
    static boolean contains(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
