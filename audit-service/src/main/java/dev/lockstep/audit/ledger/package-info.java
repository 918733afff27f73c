/** The ledger: entries in one order, the Merkle tree over them and the checkpoints that the log signed, in one transaction each batch. */
@NullMarked
package dev.lockstep.audit.ledger;

import org.jspecify.annotations.NullMarked;
