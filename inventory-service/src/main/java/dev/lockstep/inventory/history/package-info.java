/** What changed, and the documents as they were. */
@NullMarked
package dev.lockstep.inventory.history;

import org.jspecify.annotations.NullMarked;
