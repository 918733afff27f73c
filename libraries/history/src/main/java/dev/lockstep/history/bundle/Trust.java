package dev.lockstep.history.bundle;

import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.VerifierKey;
import dev.lockstep.transparencylog.WitnessKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier was given by ways that the log does not control.
 *
 * @param keys the log's, each with what it may sign
 * @param seen a signed checkpoint of the log that was kept elsewhere and must be part of this one, or null
 * @param witnesses whose cosignatures count
 * @param quorum how many of them must have cosigned one checkpoint of the log; 0 only without witnesses
 */
public record Trust(LogKeys keys, @Nullable SignedNote seen, List<WitnessKey> witnesses, int quorum) {

    /** Refuses a quorum that cannot be reached, one of nobody, and a witness that counts twice. */
    public Trust {
        witnesses = List.copyOf(witnesses);
        long different = witnesses.stream().distinct().count();
        if (quorum < (witnesses.isEmpty() ? 0 : 1) || quorum > different || different < witnesses.size()) {
            throw new IllegalArgumentException(
                    "a quorum is one to all of the %d different witnesses".formatted(different));
        }
    }

    /** Nothing but a key that signs everything. */
    public static Trust in(VerifierKey key) {
        return in(LogKeys.of(key));
    }

    /** Nothing but the log's keys. */
    public static Trust in(LogKeys keys) {
        return new Trust(keys, null, List.of(), 0);
    }

    /** And a checkpoint that was kept elsewhere. */
    public Trust having(@Nullable SignedNote checkpoint) {
        return new Trust(keys, checkpoint, witnesses, quorum);
    }

    /** And {@code atLeast} of these witnesses. */
    public Trust witnessedBy(List<WitnessKey> whom, int atLeast) {
        return new Trust(keys, seen, whom, atLeast);
    }
}
