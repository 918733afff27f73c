package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.PlatformClient;
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

/** Lists entries of the history. */
@Command(name = "entries", description = "List entries of the history, in the order of the log.")
public final class EntriesCommand extends PlatformCommand {

    @Mixin
    private EntryOptions wanted;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "100",
            description = "At most so many (default: 100).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            description = "Only those behind this place, as an earlier list named it.")
    @Nullable private String after;

    public EntriesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        PlatformClient.Listed listed = platform().listed(Service.AUDIT, wanted.query(), after, limit);
        ArrayNode entries = listed.items();
        int exitCode = show(entries, () -> {
            Table table = Table.of("INDEX", "WHEN", "WHO", "WHAT", "SUBJECT", "VERSION")
                    .whole("INDEX", "WHEN");
            entries.forEach(entry -> table.row(
                    Json.text(entry, "index"),
                    Json.moment(entry, "time"),
                    Json.text(entry, "actor"),
                    Json.text(entry, "type"),
                    Json.text(entry, "subject"),
                    Json.text(entry, "streamVersion")));
            return table;
        });
        if (entries.isEmpty()) {
            terminal().note(EntryOptions.NOTHING);
        } else if (listed.next() != null) {
            terminal()
                    .note("… there are more: --limit N for more at once, --after %s for those that follow."
                            .formatted(listed.next()));
        }
        return exitCode;
    }
}
