package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.contracts.ContractJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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

    @Parameters(index = "1", paramLabel = "PATH", description = "For example /nodes/E2K3-N1/os/sp.")
    private String path;

    @Parameters(index = "2", paramLabel = "VALUE", description = "The value that it has.")
    private String value;

    @Mixin
    private ReasonOption reason;

    public SetFactCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason.text());
        body.putArray("changes").addObject().put("path", path).set("value", parsed());
        JsonNode answer = platform().post(Service.INVENTORY, target.query("/facts"), body);
        return tell(answer, () -> "%s is recorded; version %s.".formatted(path, Json.text(answer, "version")));
    }

    private JsonNode parsed() {
        try {
            JsonNode json = ContractJson.mapper().readTree(value);
            return json.isMissingNode() ? TextNode.valueOf(value) : json;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value);
        }
    }
}
