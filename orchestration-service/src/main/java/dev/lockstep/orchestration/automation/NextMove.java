package dev.lockstep.orchestration.automation;

import dev.lockstep.orchestration.rollout.RolloutCommand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the automation does about a rollout at this moment. */
sealed interface NextMove {

    /** Give a command. */
    record Give(RolloutCommand command) implements NextMove {}

    /** Take the locks of the current step, and let it begin. */
    record TakeLocks() implements NextMove {}

    /** A runner's lease has run out. */
    record LeaseLost() implements NextMove {}

    /**
     * Nothing for now.
     *
     * @param until look again then, if nothing happens before; null when only an event can help
     */
    record Rest(@Nullable Instant until) implements NextMove {}
}
