/** Event sourcing: pure deciders, the event store they run on, and the ordered log of what was committed. */
@NullMarked
package dev.lockstep.eventsourcing;

import org.jspecify.annotations.NullMarked;
