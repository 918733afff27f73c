/** What anyone needs to check the log without trusting it: checkpoints, proofs and tiles. */
@NullMarked
package dev.lockstep.audit.proof;

import org.jspecify.annotations.NullMarked;
