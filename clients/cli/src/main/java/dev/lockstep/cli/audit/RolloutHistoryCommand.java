package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what the entries say about a rollout. */
@Command(
        name = "rollout",
        description = {
            "Tell who decided what with which authority in a rollout, and whether one step at a time was kept.",
            "Exit code 1 when it was not kept."
        })
public final class RolloutHistoryCommand extends PlatformCommand {

    @Parameters(paramLabel = "ROLLOUT", description = "The rollout.")
    private String rollout;

    @Option(names = "--before", paramLabel = "MOMENT", description = "As it stood then.")
    @Nullable private Instant before;

    public RolloutHistoryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode history = platform()
                .get(Service.AUDIT, Query.of("/rollouts/{}/history", rollout).with("before", before));
        if (json()) {
            terminal().print(history);
        } else {
            HistoryText.print(history, terminal());
        }
        return history.path("oneAtATime").path("held").asBoolean() ? ExitCode.DONE : ExitCode.REFUSED;
    }
}
