package dev.lockstep.audit.ledger;

import dev.lockstep.history.bundle.Manifest;
import dev.lockstep.history.report.ReportSeal;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import java.util.List;
import java.util.function.Supplier;

/** Which log this is: the name it goes by, the keys it signs with, and those it has signed with. */
public final class LogIdentity {

    private final Supplier<Signers> current;

    /**
     * The keys at a moment.
     *
     * @param signing those that sign now, the newest last; two while one is handed over to the other
     * @param keys all that ever signed, each with its term
     */
    public record Signers(List<SigningKey> signing, LogKeys keys) {

        /** Refuses a log that nothing signs. */
        public Signers {
            signing = List.copyOf(signing);
            if (signing.isEmpty()) {
                throw new IllegalArgumentException("no key signs the log");
            }
        }
    }

    /** A log whose keys change. */
    public LogIdentity(Supplier<Signers> current) {
        this.current = current;
    }

    /** A log that keeps its key. */
    public LogIdentity(SigningKey key) {
        Signers one = new Signers(List.of(key), LogKeys.of(key.verifier()));
        this.current = () -> one;
    }

    /** The first line of the log's checkpoints. */
    public String origin() {
        return keys().name();
    }

    /** What others verify the log with. */
    public LogKeys keys() {
        return current.get().keys();
    }

    /** A checkpoint under the signatures of all keys that sign now. */
    public SignedNote sign(Checkpoint checkpoint) {
        List<SigningKey> signing = current.get().signing();
        SignedNote note = checkpoint.signedBy(signing.getFirst());
        for (SigningKey next : signing.subList(1, signing.size())) {
            note = note.alsoSignedBy(next);
        }
        return note;
    }

    /** A manifest under the signature of the oldest key that signs: those who have not got the next one yet verify it too. */
    public SignedNote sign(Manifest manifest) {
        return manifest.signedBy(current.get().signing().getFirst());
    }

    /** The seal of a report under the signature of the oldest key that signs, as with manifests. */
    public SignedNote sign(ReportSeal seal) {
        return seal.signedBy(current.get().signing().getFirst());
    }

    /** A checkpoint of this log, believed only under the signature of one of its keys in its term. */
    public Checked<Checkpoint> open(String note) {
        return keys().open(note);
    }
}
