package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.StateLeftEvent.MixedStateLeft;
import dev.lockstep.contracts.orchestration.StateLeftEvent.StateLeftAcknowledged;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import java.time.Instant;
import java.util.List;

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
            RolloutCommand.Ending ending,
            Authority by,
            Instant now,
            Then then) {
        if (!needed) {
            return then.with(List.of());
        }
        String said = ending.acknowledged();
        return said == null
                ? Decision.refuse(
                        "acknowledgement-missing",
                        "The step '%s' may have passed its point of no return, and nobody has verified what it did."
                                .formatted(current.step().title()),
                        "Say in which state the cluster is left (acknowledge), or verify the step again first")
                : then.with(List.of(new StateLeftAcknowledged(
                        cluster(state), id(state), current.step().id(), said, by, now)));
    }

    /** What is recorded of the cluster of a rollout that ends; nothing when it has not begun, or nothing is recorded. */
    static List<RolloutEvent> told(Rollout state, RolloutCommand.Ending ending, Instant now) {
        ClusterStateLeft left = ending.left();
        return state.status() == Status.RUNNING && left != null
                ? List.of(new MixedStateLeft(cluster(state), id(state), left, now))
                : List.of();
    }

    /** Tells once, when a paused rollout has come to rest, how its cluster stands. */
    static Decision<RolloutEvent> tell(Rollout state, RolloutCommand.TellStateLeft tell) {
        return state.rests() && !state.stateTold()
                ? Decision.accept(new MixedStateLeft(cluster(state), id(state), tell.left(), tell.now()))
                : Decision.refuse(
                        "not-at-rest", "The rollout does not rest, or it was told already.", "Read the rollout again");
    }
}
