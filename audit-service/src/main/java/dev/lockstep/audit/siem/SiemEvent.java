package dev.lockstep.audit.siem;

import dev.lockstep.audit.timeline.Happening;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.MalformedEventException;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.UnknownEventTypeException;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.transparencylog.TreeHasher;

/**
 * An entry for a SIEM: enough to alert on and to find it again. The entry itself stays in the log.
 *
 * @param entry for people to read
 * @param told the entry in words, and who decided
 * @param refused whether it says that somebody was not allowed something
 * @param leafHash base64 of its hash in the tree, by which it is compared with the log
 */
record SiemEvent(LedgerEntry entry, Happening told, Weight weight, boolean refused, String leafHash) {

    /**
     * An entry whose type this version does not know is sent too, as notable: nobody knows what it says.
     *
     * @param stored as it is in the log
     * @param entry the same for people to read
     */
    static SiemEvent of(long index, LedgerEntry stored, LedgerEntry entry) {
        Weight weight = Weight.NOTABLE;
        boolean refused = false;
        try {
            PublishedEvent event =
                    EventCatalogue.read(entry.type(), entry.leaf().data());
            weight = Weight.of(event);
            refused = Weight.isRefusal(event);
        } catch (UnknownEventTypeException | MalformedEventException untold) {
            System.getLogger(SiemEvent.class.getName())
                    .log(System.Logger.Level.DEBUG, "Entry {0} is sent without what it says", index);
        }
        return new SiemEvent(
                entry,
                Happening.of(index, entry),
                weight,
                refused,
                new TreeHasher().leaf(stored.leaf().toBytes()).toBase64());
    }

    long index() {
        return told.entry();
    }
}
