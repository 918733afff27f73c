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
import dev.lockstep.procedures.MixedState;
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
            RolloutCommand.Ending ending,
            Authority by,
            Instant now,
            Then then) {
        return needed && ending.acknowledged() == null
                ? Decision.refuse(
                        "acknowledgement-missing",
                        "The step '%s' may have passed its point of no return, and nobody has verified what it did."
                                .formatted(current.step().title()),
                        "Say in which state the cluster is left (acknowledge), or verify the step again first")
                : then.with(said(state, current.step().id(), ending, by, now));
    }

    /** What somebody says of the state that is left when a rollout ends at a step, whether it had to be said or not. */
    static List<RolloutEvent> said(
            Rollout state, String step, RolloutCommand.Ending ending, Authority by, Instant now) {
        String said = ending.acknowledged();
        return said == null
                ? List.of()
                : List.of(new StateLeftAcknowledged(cluster(state), id(state), step, said, by, now));
    }

    /**
     * What is recorded of the cluster of a rollout that ends; nothing when it has not begun, or nothing is recorded.
     *
     * @param unverified the step of which nobody has verified what it did, by what is decided here, or null when there is none
     */
    static List<RolloutEvent> told(
            Rollout state, @Nullable CurrentStep unverified, RolloutCommand.Ending ending, Instant now) {
        ClusterStateLeft left = ending.left();
        return state.status() == Status.RUNNING && left != null
                ? List.of(new MixedStateLeft(cluster(state), id(state), known(left, unverified), now))
                : List.of();
    }

    private static ClusterStateLeft known(ClusterStateLeft left, @Nullable CurrentStep unverified) {
        return unverified == null
                ? left
                : MixedState.unverified(left, unverified.step().title());
    }

    /** Tells once, when a paused rollout has come to rest, how its cluster stands. */
    static Decision<RolloutEvent> tell(Rollout state, RolloutCommand.TellStateLeft tell) {
        CurrentStep current = state.current();
        CurrentStep unverified = current != null && current.unverified() ? current : null;
        return state.rests() && !state.stateTold()
                ? Decision.accept(
                        new MixedStateLeft(cluster(state), id(state), known(tell.left(), unverified), tell.now()))
                : Decision.refuse(
                        "not-at-rest", "The rollout does not rest, or it was told already.", "Read the rollout again");
    }
}
