package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.StateLeftEvent.StateLeftAcknowledged;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever ends a rollout at a step that may have passed its point of no return says in which state the cluster is left. */
final class StateLeft {

    private StateLeft() {}

    /** What is recorded of it before the end. */
    interface Then {
        Decision<RolloutEvent> with(List<RolloutEvent> acknowledged);
    }

    /**
     * Goes on with what was said, or refuses when it had to be said and was not.
     *
     * @param needed whether the step may have passed its point of no return
     */
    static Decision<RolloutEvent> acknowledged(
            Rollout state,
            CurrentStep current,
            boolean needed,
            @Nullable String stateLeft,
            Authority by,
            Instant now,
            Then then) {
        if (!needed) {
            return then.with(List.of());
        }
        return stateLeft == null
                ? Decision.refuse(
                        "acknowledgement-missing",
                        "The step '%s' may have passed its point of no return, and nobody has verified what it did."
                                .formatted(current.step().title()),
                        "Say in which state the cluster is left (acknowledge), or verify the step again first")
                : then.with(List.of(new StateLeftAcknowledged(
                        cluster(state), id(state), current.step().id(), stateLeft, by, now)));
    }
}
