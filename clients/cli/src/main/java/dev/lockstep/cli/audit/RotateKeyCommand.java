package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;

/** Begins a change of the key that signs the log. */
@Command(
        name = "rotate-key",
        description = {
            "Make a new key for the log: from the next entry on the old and the new key sign every checkpoint.",
            "Give the keys that are printed to those who verify, then end the old one with 'audit retire-key'.",
            "For administrators whose scope is everywhere."
        })
public final class RotateKeyCommand extends PlatformCommand {

    public RotateKeyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode answer = platform()
                .post(Service.AUDIT, Query.of("/verifier-key/rotation"), JsonNodeFactory.instance.objectNode());
        return tell(answer, () -> Json.text(answer, "verifierKeys").strip());
    }
}
