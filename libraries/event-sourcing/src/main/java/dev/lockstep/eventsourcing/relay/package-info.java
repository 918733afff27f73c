/** Publishes what was committed, in order, by one leader at a time. */
@NullMarked
package dev.lockstep.eventsourcing.relay;

import org.jspecify.annotations.NullMarked;
