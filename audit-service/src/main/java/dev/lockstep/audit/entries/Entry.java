package dev.lockstep.audit.entries;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.transparencylog.TreeHasher;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is served.
 *
 * @param index its place in the log
 * @param leafHash base64 of its hash in the tree
 * @param opened the event for people to read, when something of it is under the keys of persons; otherwise absent
 * @param event the leaf itself, byte for byte: canonical JSON (RFC 8785) of the event in the structured mode of CloudEvents
 * @param data the canonical data of an event too large for a leaf, for which {@code datasha256} stands there; otherwise absent
 */
public record Entry(
        long index,
        Instant time,
        @Nullable String actor,
        String type,
        String subject,
        long streamVersion,
        String source,
        String id,
        @Nullable String organization,
        @Nullable String cluster,
        @Nullable UUID rollout,
        @Nullable String step,
        String leafHash,
        @JsonRawValue @Nullable String opened,
        @JsonRawValue String event,
        @JsonRawValue @Nullable String data) {

    /**
     * An entry and its place.
     *
     * @param entry as it is stored and hashed
     * @param opened the same for people to read
     */
    public static Entry of(long index, LedgerEntry entry, LedgerEntry opened) {
        return new Entry(
                index,
                entry.time(),
                opened.actor(),
                entry.type(),
                entry.stream(),
                entry.streamVersion(),
                entry.source(),
                entry.eventId(),
                entry.organization(),
                entry.cluster(),
                entry.rollout(),
                entry.step(),
                new TreeHasher().leaf(entry.leaf().toBytes()).toBase64(),
                entry.isSealed() ? opened.leaf().content() : null,
                entry.leaf().content(),
                entry.leaf().detached());
    }
}
