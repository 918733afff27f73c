/** Given events, when command, then events or a refusal: one harness for all deciders. */
@NullMarked
package dev.lockstep.eventsourcing.testing;

import org.jspecify.annotations.NullMarked;
