/** Documents coming in, whole or not at all. */
@NullMarked
package dev.lockstep.inventory.importing;

import org.jspecify.annotations.NullMarked;
