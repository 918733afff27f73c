package dev.lockstep.history.bundle;

import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.history.records.RecordsStatements;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Follows which data are not there although an entry stands for them, until a later entry says that they were given up. */
final class DataBeside {

    private final SortedMap<Long, EntryPart.Lacking> lacking = new TreeMap<>();

    /** The next part of the log. */
    void take(EntryPart part) {
        part.lacking().forEach(entry -> lacking.put(entry.index(), entry));
        part.givenUp().forEach(this::explain);
    }

    private void explain(GivenUp givenUp) {
        EntryPart.Lacking entry = lacking.get(givenUp.entry());
        if (entry != null && entry.sha256().equals(givenUp.sha256()) && RecordsStatements.mayBeGivenUp(entry.type())) {
            lacking.remove(givenUp.entry());
        }
    }

    /** The entries whose data nobody gave up, as far as the log tells, in its order. */
    List<EntryPart.Lacking> unexplained() {
        return new ArrayList<>(lacking.values());
    }
}
