package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.AtLeastOne;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists facts with where they come from. */
@Command(name = "facts", description = "List facts with where they come from.")
public final class FactsCommand extends PlatformCommand {

    @Mixin
    private InventoryTarget target;

    @Option(
            names = "--prefix",
            paramLabel = "PATH",
            description = "Only facts at or below, for example /nodes/E2K3-N1.")
    @Nullable private String prefix;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "10000",
            description = "At most so many (default: 10000).")
    private int limit;

    public FactsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode facts =
                platform().all(Service.INVENTORY, target.query("/facts").with("prefix", prefix), limit);
        return show(facts, () -> {
            Table table = Table.of("FACT", "VALUE", "CONFIDENCE", "SOURCE", "OBSERVED");
            facts.forEach(fact -> table.row(
                    Json.text(fact, "path"),
                    Json.text(fact, "value"),
                    Json.text(fact, "provenance.confidence"),
                    Json.text(fact, "provenance.source"),
                    Json.moment(fact, "provenance.observedAt")));
            return table;
        });
    }
}
