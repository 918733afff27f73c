/** Witnesses: others who look at every state of the log, and say under their own signatures that it only grew. */
@NullMarked
package dev.lockstep.audit.witness;

import org.jspecify.annotations.NullMarked;
