package dev.lockstep.audit.witness;

import dev.lockstep.transparencylog.WitnessKey;
import java.net.URI;

/**
 * Somebody who is asked to cosign checkpoints.
 *
 * @param prefix the submission prefix of C2SP tlog-witness
 * @param key what its cosignatures are verified with
 */
record Witness(URI prefix, WitnessKey key) {

    URI addCheckpoint() {
        String base = prefix.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "add-checkpoint");
    }
}
