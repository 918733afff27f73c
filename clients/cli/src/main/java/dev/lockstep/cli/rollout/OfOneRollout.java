package dev.lockstep.cli.rollout;

import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Parameters;

/** A command about one rollout. */
abstract class OfOneRollout extends PlatformCommand {

    @Parameters(index = "0", paramLabel = "ROLLOUT", description = "Its id, as 'rollout list' shows it.")
    private String rollout;

    OfOneRollout(Surroundings surroundings) {
        super(surroundings);
    }

    final String rollout() {
        return rollout;
    }

    final RolloutRequests requests() {
        return new RolloutRequests(platform());
    }
}
