package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SealedCheck;
import dev.lockstep.history.person.Opening;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Follows under which keys of persons entries stand, and whether those are there that the log does not say were destroyed. */
final class PersonCheck {

    private final SealedCheck check;
    private final Map<String, Long> forgottenTo;
    private final Set<String> there = new HashSet<>();
    private final Set<String> erased = new HashSet<>();
    private final SortedMap<String, Long> lacking = new TreeMap<>();
    private final SortedMap<String, Long> left = new TreeMap<>();

    /** Is told what does not hold. */
    interface Told {
        void at(long index, String detail);
    }

    /**
     * @param persons whose keys are there
     * @param forgottenTo by the ids of erased persons, up to which entry their words are forgotten; who is not there has none left
     */
    PersonCheck(List<PersonTable.Known> persons, Map<String, Long> forgottenTo) {
        this.check = new SealedCheck(
                persons.stream().map(known -> known.person().key()).toList());
        this.forgottenTo = forgottenTo;
        persons.forEach(known -> there.add(known.id()));
    }

    Opening opening() {
        return check.opening();
    }

    /**
     * The next entry.
     *
     * @return whether it may be found by words that it is not found by in the end: those of an erased person that are still to be forgotten
     */
    boolean take(long index, LedgerEntry entry, Told told) {
        boolean isBehind = false;
        for (String id : check.keysOf(entry, wrong -> told.at(index, "entry %d: %s".formatted(index, wrong)))) {
            if (!there.contains(id)) {
                lacking.putIfAbsent(id, index);
            }
            Long doneTo = forgottenTo.get(id);
            isBehind |= doneTo != null && index > doneTo;
        }
        return isBehind;
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
