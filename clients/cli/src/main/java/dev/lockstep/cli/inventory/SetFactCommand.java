package dev.lockstep.cli.inventory;

import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;

/** Records one fact with a reason. */
@Command(
        name = "set-fact",
        description = {
            "Record the value of one fact, with a reason.",
            "The value is JSON where it can be read as JSON (5, true, [\"a\"]), otherwise text."
        })
public final class SetFactCommand extends OneFactCommand {

    public SetFactCommand(Surroundings surroundings) {
        super(surroundings, "/facts", "recorded");
    }
}
