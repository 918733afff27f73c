package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Attests in one act that facts are still as they are recorded. */
@Command(
        name = "attest-facts",
        description = {
            "Say that facts are still as they are recorded, so that they are fresh again.",
            "Meant are the facts that age; not those that are only planned or that a tool has observed of late.",
            "The reason says how it is known."
        })
public final class AttestFactsCommand extends PlatformCommand {

    @Mixin
    private InventoryTarget target;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "The facts at or below, for example /nodes/E2K3-N1/os; all facts when none is named.")
    private List<String> paths = List.of();

    @Mixin
    private ReasonOption reason;

    public AttestFactsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason.text());
        ArrayNode below = body.putArray("paths");
        paths.forEach(below::add);
        JsonNode answer = platform().post(Service.INVENTORY, target.query("/attestations"), body);
        return tell(
                answer,
                () -> "%d facts are attested; version %s.".formatted(confirmed(answer), Json.text(answer, "version")));
    }

    private static int confirmed(JsonNode answer) {
        int facts = 0;
        for (JsonNode event : answer.path("events")) {
            facts += event.path("confirmed").asInt();
        }
        return facts;
    }
}
