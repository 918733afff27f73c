@NullMarked
package dev.lockstep.eventsourcing.relay;

import org.jspecify.annotations.NullMarked;
