/** The rules of the simulated data centre: pure functions from a data centre, a command and a moment to what follows. */
@NullMarked
package dev.lockstep.lab.engine;

import org.jspecify.annotations.NullMarked;
