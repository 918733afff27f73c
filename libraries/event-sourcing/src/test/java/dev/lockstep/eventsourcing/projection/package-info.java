@NullMarked
package dev.lockstep.eventsourcing.projection;

import org.jspecify.annotations.NullMarked;
