package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.FactPath;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands in the collections of a document: found in one pass for all collections of a depth, however many are asked for. */
final class NamesBelow {

    private final List<FactPath> paths;
    private final Map<Integer, Map<FactPath, Set<String>>> byDepth = new HashMap<>();

    NamesBelow(Collection<FactPath> paths) {
        this.paths = List.copyOf(paths);
    }

    /** All paths, in their order. */
    List<FactPath> paths() {
        return paths;
    }

    /** The names right below a collection, in the order of the paths. */
    Set<String> in(FactPath collection) {
        return byDepth.computeIfAbsent(collection.segments().size(), this::atDepth)
                .getOrDefault(collection, Collections.emptySet());
    }

    private Map<FactPath, Set<String>> atDepth(int depth) {
        Map<FactPath, Set<String>> names = new HashMap<>();
        for (FactPath path : paths) {
            if (path.segments().size() > depth) {
                names.computeIfAbsent(path.prefix(depth), _ -> new LinkedHashSet<>())
                        .add(path.segments().get(depth));
            }
        }
        return names;
    }
}
