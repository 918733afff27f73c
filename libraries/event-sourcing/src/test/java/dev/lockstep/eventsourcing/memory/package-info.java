@NullMarked
package dev.lockstep.eventsourcing.memory;

import org.jspecify.annotations.NullMarked;
