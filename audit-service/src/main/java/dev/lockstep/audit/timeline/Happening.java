package dev.lockstep.audit.timeline;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.MalformedEventException;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.UnknownEventTypeException;
import dev.lockstep.history.entry.LedgerEntry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry, told to people.
 *
 * @param entry its index in the log
 * @param actor the account or the service that caused it
 * @param what in a sentence without its subject
 * @param by who decided or acted, with the authority held at that moment; absent where nobody had to have one
 */
public record Happening(
        long entry,
        Instant time,
        @Nullable String actor,
        String type,
        String what,
        @Nullable String cluster,
        @Nullable UUID rollout,
        @Nullable String step,
        @Nullable Authority by) {

    /** Tells an entry; one whose type this version does not know is told by the name of its type. */
    public static Happening of(long index, LedgerEntry entry) {
        String what;
        Authority by;
        try {
            PublishedEvent event =
                    EventCatalogue.read(entry.type(), entry.leaf().data());
            what = Sentences.of(event);
            by = Authorities.of(event).orElse(null);
        } catch (UnknownEventTypeException | MalformedEventException untold) {
            what = Sentences.ofType(entry.type());
            by = null;
        }
        return new Happening(
                index,
                entry.time(),
                entry.actor(),
                entry.type(),
                what,
                entry.cluster(),
                entry.rollout(),
                entry.step(),
                by);
    }

    /** What kind of entry it is, in words: {@code step held}. */
    public String kind() {
        return Sentences.ofType(type);
    }
}
