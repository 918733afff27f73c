@NullMarked
package dev.lockstep.eventsourcing.inbox;

import org.jspecify.annotations.NullMarked;
