package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.contracts.ContractJson;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A fact with its value and the reason why it is stated. */
final class OneFact {

    @Parameters(index = "1", paramLabel = "PATH", description = "For example /nodes/E2K3-N1/os/sp.")
    private String path;

    @Parameters(index = "2", paramLabel = "VALUE", description = "The value that it has.")
    private String value;

    @Mixin
    private ReasonOption reason;

    String path() {
        return path;
    }

    /** The body of a request that states it. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason.text());
        body.putArray("changes").addObject().put("path", path).set("value", parsed());
        return body;
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
