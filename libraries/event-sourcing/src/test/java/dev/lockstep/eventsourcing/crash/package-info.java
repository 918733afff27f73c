@NullMarked
package dev.lockstep.eventsourcing.crash;

import org.jspecify.annotations.NullMarked;
