package dev.lockstep.audit.ledger;

import dev.lockstep.history.bundle.Manifest;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which log this is: the name it goes by and the key it signs with.
 *
 * @param key named after the origin
 */
public record LogIdentity(SigningKey key) {

    /** The first line of the log's checkpoints. */
    public String origin() {
        return key.verifier().name();
    }

    /** What others verify the log with. */
    public VerifierKey verifier() {
        return key.verifier();
    }

    SignedNote sign(Checkpoint checkpoint) {
        return checkpoint.signedBy(key);
    }

    /** A manifest under the log's signature. */
    public SignedNote sign(Manifest manifest) {
        return manifest.signedBy(key);
    }

    /** A checkpoint of this log, believed only under its own signature. */
    public Checked<Checkpoint> open(String note) {
        return Checkpoint.open(note.getBytes(StandardCharsets.UTF_8), origin(), List.of(verifier()));
    }
}
