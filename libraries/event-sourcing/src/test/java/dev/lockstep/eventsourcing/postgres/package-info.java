@NullMarked
package dev.lockstep.eventsourcing.postgres;

import org.jspecify.annotations.NullMarked;
