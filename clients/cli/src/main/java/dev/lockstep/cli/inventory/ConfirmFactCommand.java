package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Confirms one fact that only an approver may state. */
@Command(
        name = "confirm-fact",
        description = {
            "Confirm, as approver, a fact that nobody else may state, with a reason.",
            "It takes the Exchange role of Full Administrator at the organization."
        })
public final class ConfirmFactCommand extends PlatformCommand {

    @Mixin
    private InventoryTarget target;

    @Mixin
    private OneFact fact;

    public ConfirmFactCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode answer = platform().post(Service.INVENTORY, target.query("/confirmations"), fact.body());
        return tell(answer, () -> "%s is confirmed; version %s.".formatted(fact.path(), Json.text(answer, "version")));
    }
}
