/** Views that are built from the log and can be built again while they serve. */
@NullMarked
package dev.lockstep.eventsourcing.projection;

import org.jspecify.annotations.NullMarked;
