package dev.lockstep.audit.ledger;

import dev.lockstep.transparencylog.Checkpoint;
import java.util.Optional;

/**
 * The greatest checkpoint known to have been published, remembered outside the database: a database that was set back to an older state is
 * noticed by it.
 */
public interface CheckpointMemory {

    /** The checkpoint, if there is one. */
    Optional<Checkpoint> remembered();

    /** Remembers a checkpoint that was committed and is not older than the one remembered. */
    void remember(Checkpoint checkpoint, String note);
}
