/** Checkpoints on Kafka: what the log has signed, where the administrators of its database do not reach. */
@NullMarked
package dev.lockstep.audit.publication;

import org.jspecify.annotations.NullMarked;
