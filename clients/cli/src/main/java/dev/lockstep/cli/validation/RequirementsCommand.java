package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import picocli.CommandLine.Command;

/** Lists the requirements. */
@Command(name = "requirements", description = "List the requirements that are checked.")
public final class RequirementsCommand extends PlatformCommand {

    public RequirementsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode requirements = platform().all(Service.VALIDATION, Query.of("/requirements"), Integer.MAX_VALUE);
        return show(requirements, () -> {
            Table table = Table.of("REQUIREMENT", "SEVERITY", "STAGES", "TITLE", "SOURCE")
                    .whole("REQUIREMENT");
            requirements.forEach(requirement -> table.row(
                    Json.text(requirement, "id"),
                    Json.text(requirement, "severity"),
                    Json.text(requirement, "stages"),
                    Json.text(requirement, "title"),
                    Json.text(requirement, "source")));
            return table;
        });
    }
}
