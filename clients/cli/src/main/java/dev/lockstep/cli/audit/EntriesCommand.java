package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists entries of the history. */
@Command(name = "entries", description = "List entries of the history, in the order of the log.")
public final class EntriesCommand extends PlatformCommand {

    @Mixin
    private EntryOptions wanted;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many (default: 100).")
    private int limit;

    public EntriesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode entries = platform().all(Service.AUDIT, wanted.query(), limit);
        return show(entries, () -> {
            Table table = Table.of("INDEX", "WHEN", "WHO", "WHAT", "SUBJECT", "VERSION");
            entries.forEach(entry -> table.row(
                    Json.text(entry, "index"),
                    Json.moment(entry, "time"),
                    Json.text(entry, "actor"),
                    Json.text(entry, "type"),
                    Json.text(entry, "subject"),
                    Json.text(entry, "streamVersion")));
            return table;
        });
    }
}
