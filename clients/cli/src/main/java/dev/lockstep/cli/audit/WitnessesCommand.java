package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import picocli.CommandLine.Command;

/** Shows who cosigns the log. */
@Command(
        name = "witnesses",
        description =
                "Show who is asked to cosign the log's checkpoints, how far each has come, and why one does not cosign.")
public final class WitnessesCommand extends PlatformCommand {

    public WitnessesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode witnesses = platform().get(Service.AUDIT, Query.of("/witnesses"));
        return show(witnesses, () -> {
            Table table = Table.of("WITNESS", "COSIGNED", "TROUBLE").whole("COSIGNED");
            witnesses.forEach(witness -> table.row(
                    Json.text(witness, "name"), Json.text(witness, "entries"), Json.text(witness, "trouble")));
            return table;
        });
    }
}
