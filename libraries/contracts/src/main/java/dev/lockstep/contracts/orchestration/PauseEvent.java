package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;
import java.util.UUID;

/** A rollout rests because somebody wants it to, and goes on because somebody lets it. */
public sealed interface PauseEvent extends RolloutEvent {

    /**
     * Nothing new is begun from here on: no look before a step, no gate, no lock, no command. What was changing state already comes to
     * its end, is verified and recorded.
     *
     * @param reason why it has to rest
     */
    @EventType("lockstep.orchestration.rollout-paused.v1")
    record RolloutPaused(
            ClusterId cluster,
            UUID rollout,
            @PersonText(by = "pausedBy") String reason,
            Authority pausedBy,
            Instant pausedAt)
            implements PauseEvent {}

    /**
     * The rollout goes on where it rested, with a fresh look and a gate that is asked again.
     *
     * @param reason why it may
     */
    @EventType("lockstep.orchestration.rollout-resumed.v1")
    record RolloutResumed(
            ClusterId cluster,
            UUID rollout,
            @PersonText(by = "resumedBy") String reason,
            Authority resumedBy,
            Instant resumedAt)
            implements PauseEvent {}
}
