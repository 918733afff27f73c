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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** States the value of one fact, with a reason. */
abstract class OneFactCommand extends PlatformCommand {

    private final String endpoint;
    private final String done;

    @Mixin
    private InventoryTarget target;

    @Parameters(index = "1", paramLabel = "PATH", description = "For example /nodes/E2K3-N1/os/sp.")
    private String path;

    @Parameters(index = "2", paramLabel = "VALUE", description = "The value that it has.")
    private String value;

    @Mixin
    private ReasonOption reason;

    /**
     * @param endpoint below the cluster or organization, for example {@code /facts}
     * @param done what has happened to the fact then
     */
    OneFactCommand(Surroundings surroundings, String endpoint, String done) {
        super(surroundings);
        this.endpoint = endpoint;
        this.done = done;
    }

    @Override
    public final Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason.text());
        body.putArray("changes").addObject().put("path", path).set("value", parsed());
        JsonNode answer = platform().post(Service.INVENTORY, target.query(endpoint), body);
        return tell(answer, () -> "%s is %s; version %s.".formatted(path, done, Json.text(answer, "version")));
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
