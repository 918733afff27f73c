/** What an entry of the history is: the event in its one canonical spelling, and what that spelling says. */
@NullMarked
package dev.lockstep.history.entry;

import org.jspecify.annotations.NullMarked;
