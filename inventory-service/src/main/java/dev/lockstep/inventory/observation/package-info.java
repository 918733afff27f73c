/** What site runners saw, on its way into the record. */
@NullMarked
package dev.lockstep.inventory.observation;

import org.jspecify.annotations.NullMarked;
