/** Consumes events: each once, each stream without gaps, and what cannot be handled holds up its own key only. */
@NullMarked
package dev.lockstep.eventsourcing.inbox;

import org.jspecify.annotations.NullMarked;
