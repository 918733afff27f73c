package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists entries of the history. */
@Command(name = "entries", description = "List entries of the history, in the order of the log.")
public final class EntriesCommand extends PlatformCommand {

    @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only those about this cluster.")
    @Nullable private String cluster;

    @Option(names = "--rollout", paramLabel = "ID", description = "Only those about this rollout.")
    @Nullable private String rollout;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only events of this type.")
    @Nullable private String type;

    @Option(names = "--actor", paramLabel = "NAME", description = "Only what this account did.")
    @Nullable private String actor;

    @Option(names = "--from", paramLabel = "MOMENT", description = "Only what happened then or later.")
    @Nullable private Instant from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Only what happened before then.")
    @Nullable private Instant to;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many (default: 100).")
    private int limit;

    public EntriesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode entries = platform()
                .all(
                        Service.AUDIT,
                        Query.of("/entries")
                                .with("cluster", cluster)
                                .with("rollout", rollout)
                                .with("type", type)
                                .with("actor", actor)
                                .with("from", from)
                                .with("to", to),
                        limit);
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
