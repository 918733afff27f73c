/** The keys of the persons whom the history is about. */
@NullMarked
package dev.lockstep.audit.persons;

import org.jspecify.annotations.NullMarked;
