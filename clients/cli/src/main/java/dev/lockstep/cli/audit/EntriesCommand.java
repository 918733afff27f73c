package dev.lockstep.cli.audit;

import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Table.Cell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists entries of the history. */
@Command(name = "entries", description = "List entries of the history, in the order of the log.")
public final class EntriesCommand extends PlatformCommand {

    @Mixin
    private ListOptions list;

    @Option(names = "--newest", description = "The newest first.")
    private boolean newest;

    public EntriesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        PlatformClient.Listed listed = list.read(platform(), "/entries", newest ? "newest" : null);
        int exitCode = show(listed.items(), () -> {
            Table table = Table.of("INDEX", "WHEN", "WHO", "WHAT", "SUBJECT", "VERSION")
                    .whole("INDEX", "WHEN");
            listed.items()
                    .forEach(entry -> table.row(List.of(
                            Cell.plain(Json.text(entry, "index")),
                            Cell.plain(Json.moment(entry, "time")),
                            Cell.plain(Json.text(entry, "actor")),
                            BrokenGlass.cell(entry, Json.text(entry, "type")),
                            Cell.plain(Json.text(entry, "subject")),
                            Cell.plain(Json.text(entry, "streamVersion")))));
            return table;
        });
        list.note(listed, terminal());
        return exitCode;
    }
}
