package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.requirements.catalogue.RequirementDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the requirements. */
@Command(
        name = "requirements",
        description = {
            "List the requirements that come with Lockstep, and those of a folder; or, with --platform, --url, --state or --as,"
                    + " those that a platform applies to every organization."
        })
public final class RequirementsCommand extends PlatformCommand {

    @Mixin
    private RequirementsOption own;

    @Mixin
    private RequirementFilter filter;

    @Option(names = "--platform", description = "Ask the platform.")
    private boolean platform;

    public RequirementsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        requirements().forEach(requirement -> {
            if (filter.passes(requirement)) {
                found.add(requirement);
            }
        });
        if (found.isEmpty()) {
            terminal().note("No requirement is like that.");
        }
        return show(found, () -> {
            Table table = Table.of("REQUIREMENT", "SEVERITY", "SCOPE", "STAGES", "TITLE", "SOURCE")
                    .whole("REQUIREMENT");
            found.forEach(requirement -> table.row(
                    Json.text(requirement, "id"),
                    Json.text(requirement, "severity"),
                    Json.text(requirement, "scope"),
                    Json.text(requirement, "stages"),
                    Json.text(requirement, "title"),
                    Json.text(requirement, "source")));
            return table;
        });
    }

    private Iterable<JsonNode> requirements() {
        if (platform || connectionGiven()) {
            own.refuseForPlatforms();
            return platform().all(Service.VALIDATION, Query.of("/requirements"), Integer.MAX_VALUE);
        }
        return own.catalogue(surroundings()).requirements().stream()
                .map(RequirementDetail::of)
                .<JsonNode>map(ContractJson.mapper()::valueToTree)
                .toList();
    }
}
