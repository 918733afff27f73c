/** Calls between the threads of one replica. */
@NullMarked
package dev.lockstep.orchestration.signal;

import org.jspecify.annotations.NullMarked;
