package dev.lockstep.audit.ledger;

import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.history.entry.LedgerEntry;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Follows which data are gone, until the log says that they were given up. */
final class DataCheck {

    private final Told told;
    private final SortedMap<Long, Gone> gone = new TreeMap<>();
    private final Set<Long> explained = new HashSet<>();

    /** An entry without the data that it stands for. */
    private record Gone(String type, GivenUp asFound) {}

    /** Is told what does not hold. */
    interface Told {
        void finding(Verification.Finding.Kind kind, long index, String detail);
    }

    DataCheck(Told told) {
        this.told = told;
    }

    /** The data of an entry are not there. */
    void lacking(long index, LedgerEntry asFound) {
        gone.put(
                index,
                new Gone(
                        asFound.type(),
                        new GivenUp(
                                index,
                                asFound.dataSha256().orElse(""),
                                asFound.organization(),
                                asFound.rollout(),
                                asFound.step())));
    }

    /** An entry says that data were given up. */
    void decided(long index, DataGivenUp decided) {
        for (GivenUp data : decided.data()) {
            Gone entry = gone.remove(data.entry());
            if (entry == null || !GivenUpData.mayGo(entry.type())) {
                if (!explained.contains(data.entry())) {
                    told.finding(
                            Verification.Finding.Kind.DATA_CHANGED,
                            data.entry(),
                            entry == null
                                    ? "the data of entry %d are there, and were given up by entry %d"
                                            .formatted(data.entry(), index)
                                    : "the data of entry %d are gone, and are of those that stay"
                                            .formatted(data.entry()));
                }
                continue;
            }
            explained.add(data.entry());
            if (!entry.asFound().equals(data)) {
                told.finding(
                        Verification.Finding.Kind.COLUMNS_CHANGED,
                        data.entry(),
                        "entry %d is not searched by what was known when its data were given up"
                                .formatted(data.entry()));
            }
        }
    }

    /** The log is at its end: what is gone and was not given up was taken away. */
    void end() {
        gone.keySet()
                .forEach(index -> told.finding(
                        Verification.Finding.Kind.DATA_CHANGED,
                        index,
                        "the data of entry %d are not there, and nobody gave them up".formatted(index)));
    }
}
