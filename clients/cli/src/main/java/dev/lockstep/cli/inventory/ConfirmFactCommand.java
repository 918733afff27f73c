package dev.lockstep.cli.inventory;

import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;

/** Confirms one fact that only an approver may state. */
@Command(
        name = "confirm-fact",
        description = {
            "Confirm, as approver, a fact of a cluster that nobody else may state, with a reason.",
            "It takes the Exchange role of Full Administrator at the organization."
        })
public final class ConfirmFactCommand extends OneFactCommand {

    public ConfirmFactCommand(Surroundings surroundings) {
        super(surroundings, "/confirmations", "confirmed");
    }
}
