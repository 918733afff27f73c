/** In which state a cluster stands whose plan was not carried out to its end. */
@NullMarked
package dev.lockstep.orchestration.stateleft;

import org.jspecify.annotations.NullMarked;
