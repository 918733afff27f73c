/** Reading entries, proofs and checkpoints, as far as the reader may see them. */
@NullMarked
package dev.lockstep.audit.entries;

import org.jspecify.annotations.NullMarked;
