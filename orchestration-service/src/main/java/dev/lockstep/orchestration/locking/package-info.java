/** Locks with fencing tokens, taken from coarse to fine. */
@NullMarked
package dev.lockstep.orchestration.locking;

import org.jspecify.annotations.NullMarked;
