@NullMarked
package dev.lockstep.eventsourcing;

import org.jspecify.annotations.NullMarked;
