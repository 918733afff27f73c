package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.AtLeastOne;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists organizations. */
@Command(name = "organizations", description = "List the organizations that you may see.")
public final class OrganizationsCommand extends PlatformCommand {

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "1000",
            description = "At most so many (default: 1000).")
    private int limit;

    public OrganizationsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode organizations = platform().all(Service.INVENTORY, Query.of("/organizations"), limit);
        return show(organizations, () -> {
            Table table = Table.of("ORGANIZATION", "NAME", "VERSION");
            organizations.forEach(organization -> table.row(
                    Json.text(organization, "id"),
                    Json.text(organization, "name"),
                    Json.text(organization, "version")));
            return table;
        });
    }
}
