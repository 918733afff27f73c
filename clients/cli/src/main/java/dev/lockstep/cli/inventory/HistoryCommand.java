package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.AtLeastOne;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what changed in the inventory. */
@Command(name = "history", description = "Tell what changed, when, by whom and why, with before and after.")
public final class HistoryCommand extends PlatformCommand {

    @Mixin
    private InventoryTarget target;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "1000",
            description = "At most so many (default: 1000).")
    private int limit;

    public HistoryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode entries = platform().all(Service.INVENTORY, target.query("/history"), limit);
        return show(entries, () -> {
            Table table = Table.of("VERSION", "WHEN", "WHO", "WHAT", "CHANGES", "REASON");
            entries.forEach(entry -> table.row(
                    Json.text(entry, "version"),
                    Json.moment(entry, "recordedAt"),
                    Json.text(entry, "actor"),
                    Json.text(entry, "type"),
                    FactChangeText.of(entry),
                    Json.text(entry, "reason")));
            return table;
        });
    }
}
