/** An event store without a database, for tests of deciders and of what leans on them. */
@NullMarked
package dev.lockstep.eventsourcing.memory;

import org.jspecify.annotations.NullMarked;
