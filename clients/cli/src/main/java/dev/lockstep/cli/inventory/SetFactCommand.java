package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Records one fact with a reason. */
@Command(
        name = "set-fact",
        description = {
            "Record the value of one fact, with a reason.",
            "The value is JSON where it can be read as JSON (5, true, [\"a\"]), otherwise text."
        })
public final class SetFactCommand extends PlatformCommand {

    @Mixin
    private InventoryTarget target;

    @Mixin
    private OneFact fact;

    public SetFactCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode answer = platform().post(Service.INVENTORY, target.query("/facts"), fact.body());
        return tell(answer, () -> "%s is recorded; version %s.".formatted(fact.path(), Json.text(answer, "version")));
    }
}
