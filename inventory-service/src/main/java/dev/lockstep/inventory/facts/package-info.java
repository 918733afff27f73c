/** Facts as both documents have them: what leads from one tree to another, and the states folded from the log. */
@NullMarked
package dev.lockstep.inventory.facts;

import org.jspecify.annotations.NullMarked;
