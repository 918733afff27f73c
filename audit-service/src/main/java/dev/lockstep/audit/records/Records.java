package dev.lockstep.audit.records;

import dev.lockstep.contracts.records.RecordsEvent.ErasureRequested;
import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
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
 * @param erasures what was asked for and nobody has confirmed yet, the latest for each person
 */
public record Records(SortedMap<UUID, HoldPlaced> holds, Set<UUID> lifted, SortedMap<UUID, ErasureRequested> erasures) {

    /** Nothing was decided. */
    static final Records NONE = new Records(new TreeMap<>(), Set.of(), new TreeMap<>());

    /** Keeps its own copies. */
    public Records {
        holds = Collections.unmodifiableSortedMap(new TreeMap<>(holds));
        lifted = Collections.unmodifiableSet(new TreeSet<>(lifted));
        erasures = Collections.unmodifiableSortedMap(new TreeMap<>(erasures));
    }

    Records with(HoldPlaced placed) {
        SortedMap<UUID, HoldPlaced> more = new TreeMap<>(holds);
        more.put(placed.hold(), placed);
        return new Records(more, lifted, erasures);
    }

    Records without(UUID hold) {
        SortedMap<UUID, HoldPlaced> fewer = new TreeMap<>(holds);
        fewer.remove(hold);
        Set<UUID> more = new TreeSet<>(lifted);
        more.add(hold);
        return new Records(fewer, more, erasures);
    }

    Records with(ErasureRequested requested) {
        SortedMap<UUID, ErasureRequested> more = withoutPerson(requested.person());
        more.put(requested.erasure(), requested);
        return new Records(holds, lifted, more);
    }

    Records without(PersonErased erased) {
        return new Records(holds, lifted, withoutPerson(erased.person()));
    }

    private SortedMap<UUID, ErasureRequested> withoutPerson(String person) {
        SortedMap<UUID, ErasureRequested> others = new TreeMap<>(erasures);
        others.values().removeIf(requested -> requested.person().equals(person));
        return others;
    }
}
