/** Finding out what the directory and the name service show, and taking it into the inventory. */
@NullMarked
package dev.lockstep.cli.collect;

import org.jspecify.annotations.NullMarked;
