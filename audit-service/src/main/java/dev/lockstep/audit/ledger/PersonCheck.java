package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Follows under which keys of persons entries stand, and whether those are there that the log does not say were destroyed. */
final class PersonCheck {

    private final Opening opening;
    private final Set<String> there = new HashSet<>();
    private final Set<String> erased = new HashSet<>();
    private final SortedMap<String, Long> lacking = new TreeMap<>();
    private final SortedMap<String, Long> left = new TreeMap<>();

    /** Is told what does not hold. */
    interface Told {
        void at(long index, String detail);
    }

    PersonCheck(List<PersonTable.Known> persons) {
        this.opening = PersonTable.opening(persons);
        persons.forEach(known -> there.add(known.id()));
    }

    Opening opening() {
        return opening;
    }

    void take(long index, LedgerEntry entry) {
        for (String id : entry.personKeys()) {
            if (!there.contains(id)) {
                lacking.putIfAbsent(id, index);
            }
        }
    }

    void erased(long index, PersonErased said) {
        erased.add(said.person());
        if (there.contains(said.person())) {
            left.put(said.person(), index);
        }
    }

    /** The log is at its end. */
    void end(Told told) {
        lacking.forEach((id, index) -> {
            if (!erased.contains(id)) {
                told.at(index, "the key of person %s is not there, and nobody erased them".formatted(id));
            }
        });
        left.forEach((id, index) ->
                told.at(index, "the key of person %s is there, and entry %d erased them".formatted(id, index)));
    }
}
