package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;

/** Ends a change of the key that signs the log. */
@Command(
        name = "retire-key",
        description = {
            "End the log's old key: what it signs of later states counts for nobody who has the keys that are printed.",
            "Those who have only the old key verify no later state. For administrators whose scope is everywhere."
        })
public final class RetireKeyCommand extends PlatformCommand {

    public RetireKeyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode answer = platform()
                .post(Service.AUDIT, Query.of("/verifier-key/retirement"), JsonNodeFactory.instance.objectNode());
        return tell(answer, () -> Json.text(answer, "verifierKeys").strip());
    }
}
