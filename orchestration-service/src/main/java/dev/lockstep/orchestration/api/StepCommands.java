package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Function;

/** Gives commands about one step of a rollout that the account may act on, and tells how the rollout then stands. */
@ApplicationScoped
class StepCommands {

    @Inject
    GivenCommands commands;

    @Inject
    RolloutDetails details;

    @Inject
    RolloutAccess visible;

    RolloutDetail give(UUID rollout, String step, Function<RolloutRequested, RolloutCommand> command) {
        RolloutRequested asked = visible.require(rollout).required();
        GivenCommands.requireStep(asked, step);
        commands.give(rollout, asked.cluster(), command.apply(asked));
        return details.find(rollout).orElseThrow();
    }
}
