package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;
import java.util.UUID;

/** In which state a rollout leaves its cluster before its plan was carried out. */
public sealed interface StateLeftEvent extends RolloutEvent {

    /** A paused rollout has come to rest, or a rollout was ended: this is how its cluster stands. */
    @EventType("lockstep.orchestration.mixed-state-left.v1")
    record MixedStateLeft(ClusterId cluster, UUID rollout, ClusterStateLeft state, Instant at)
            implements StateLeftEvent {}

    /**
     * Somebody ends a rollout and says in which state the cluster is left. That is asked for at a step that has no way back, and of which
     * nobody has verified what it did, and is kept whenever it is said.
     *
     * @param step whose turn it is, or would be next
     * @param state their words
     */
    @EventType("lockstep.orchestration.state-left-acknowledged.v1")
    record StateLeftAcknowledged(
            ClusterId cluster,
            UUID rollout,
            String step,
            @PersonText(by = "acknowledgedBy") String state,
            Authority acknowledgedBy,
            Instant acknowledgedAt)
            implements StateLeftEvent {}
}
