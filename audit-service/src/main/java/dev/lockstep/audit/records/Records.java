package dev.lockstep.audit.records;

import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What was decided about the records.
 *
 * @param holds those that stand
 * @param lifted those that do not any more
 */
public record Records(SortedMap<UUID, HoldPlaced> holds, Set<UUID> lifted) {

    /** Nothing was decided. */
    static final Records NONE = new Records(new TreeMap<>(), Set.of());

    /** Keeps its own copies. */
    public Records {
        holds = Collections.unmodifiableSortedMap(new TreeMap<>(holds));
        lifted = Collections.unmodifiableSet(new TreeSet<>(lifted));
    }

    Records with(HoldPlaced placed) {
        SortedMap<UUID, HoldPlaced> more = new TreeMap<>(holds);
        more.put(placed.hold(), placed);
        return new Records(more, lifted);
    }

    Records without(UUID hold) {
        SortedMap<UUID, HoldPlaced> fewer = new TreeMap<>(holds);
        fewer.remove(hold);
        Set<UUID> more = new TreeSet<>(lifted);
        more.add(hold);
        return new Records(fewer, more);
    }
}
