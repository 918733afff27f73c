/** The simulated directory and name service, over the protocols of the real ones. */
@NullMarked
package dev.lockstep.lab.directory;

import org.jspecify.annotations.NullMarked;
