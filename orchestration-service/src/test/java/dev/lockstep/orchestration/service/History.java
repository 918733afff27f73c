package dev.lockstep.orchestration.service;

import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.orchestration.rollout.Rollouts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Everything that happened in a rollout of a few steps. */
final class History {

    private History() {}

    static List<RolloutEvent> of(String rollout, Rollouts rollouts) {
        List<RolloutEvent> events = new ArrayList<>();
        rollouts.follow(UUID.fromString(rollout), 0, event -> events.add(rollouts.decode(event)));
        return events;
    }
}
