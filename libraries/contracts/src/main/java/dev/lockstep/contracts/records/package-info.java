/** What was decided about the records themselves: what is held, what is given up when its time is over, and who is erased. */
@NullMarked
package dev.lockstep.contracts.records;

import org.jspecify.annotations.NullMarked;
