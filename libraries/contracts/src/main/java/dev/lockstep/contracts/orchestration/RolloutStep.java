package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a plan, as far as a rollout needs to know it to keep its rules.
 *
 * @param id unique within the plan
 * @param title in one line
 * @param actor who carries it out, or null when it only checks
 * @param gated whether requirements must be met before it
 * @param onFailure what happens when it did not have its effect
 * @param repeatability whether it may be carried out again
 * @param attempts how often at most it is carried out without asking anybody; 1 or more
 * @param timeout how long carrying it out may take
 * @param patience how long verification keeps looking before the step counts as failed
 * @param locks what it locks, from coarse to fine
 */
public record RolloutStep(
        String id,
        String title,
        @Nullable Actor actor,
        boolean gated,
        FailureClass onFailure,
        Repeatability repeatability,
        int attempts,
        Duration timeout,
        Duration patience,
        List<String> locks) {
    public RolloutStep {
        locks = List.copyOf(locks);
    }

    /** Whether the step changes the state of real systems; only such a step takes locks. */
    public boolean changesState() {
        return actor != null;
    }
}
