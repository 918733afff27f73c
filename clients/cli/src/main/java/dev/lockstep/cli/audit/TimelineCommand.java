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

/** Tells what happened, in words. */
@Command(
        name = "timeline",
        description = {
            "Tell what happened, a sentence an entry: to a cluster, in a rollout or one of its steps, at a site, by a"
                    + " person, or with some words in it. The newest first; --format json adds the authority held."
        })
public final class TimelineCommand extends PlatformCommand {

    @Mixin
    private ListOptions list;

    @Option(names = "--oldest", description = "The oldest first.")
    private boolean oldest;

    public TimelineCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        PlatformClient.Listed listed = list.read(platform(), "/timeline", oldest ? "oldest" : null);
        int exitCode = show(listed.items(), () -> {
            Table table = Table.of("WHEN", "WHO", "WHAT", "ABOUT", "ENTRY").whole("WHEN", "ENTRY");
            listed.items()
                    .forEach(happening -> table.row(List.of(
                            Cell.plain(Json.moment(happening, "time")),
                            Cell.plain(Json.text(happening, "actor")),
                            BrokenGlass.cell(happening, Json.text(happening, "what")),
                            Cell.plain(Json.text(happening, "cluster")),
                            Cell.plain(Json.text(happening, "entry")))));
            return table;
        });
        list.note(listed, terminal());
        return exitCode;
    }
}
