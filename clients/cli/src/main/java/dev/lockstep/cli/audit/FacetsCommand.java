package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts entries by what a search can be narrowed to. */
@Command(
        name = "facets",
        description = {
            "Count entries by service, type, actor, site, organization, cluster, rollout and day, each an option of the"
                    + " same name. Only what the account may see is counted, at most the newest 10,000 entries."
        })
public final class FacetsCommand extends PlatformCommand {

    @Mixin
    private EntryOptions wanted;

    @Option(names = "--values", paramLabel = "N", description = "At most so many values of each (default: 20).")
    @Nullable private Integer values;

    public FacetsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode counted = platform().get(Service.AUDIT, wanted.query("/facets").with("values", values));
        int exitCode = show(counted, () -> {
            Table table = Table.of("FACET", "VALUE", "ENTRIES").whole("FACET", "ENTRIES");
            for (JsonNode facet : counted.path("facets")) {
                facet.path("values")
                        .forEach(value -> table.row(
                                Json.text(facet, "name"), Json.text(value, "value"), Json.text(value, "entries")));
                if (facet.path("more").asInt() > 0) {
                    table.row(
                            Json.text(facet, "name"),
                            "and %d more".formatted(facet.path("more").asInt()),
                            "");
                }
            }
            return table;
        });
        terminal()
                .note((counted.path("complete").asBoolean()
                                ? "%,d entries."
                                : "The newest %,d entries; there are more.")
                        .formatted(counted.path("entries").asInt()));
        return exitCode;
    }
}
