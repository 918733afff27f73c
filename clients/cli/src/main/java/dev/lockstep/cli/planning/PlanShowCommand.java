package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a plan that was made. */
@Command(
        name = "plan-show",
        description = {
            "Show a plan that the platform keeps, as 'plan' printed it when it was made: what approvers agree to.",
            "Under each step stand its way back, what follows when it fails, its locks, and why it is skipped."
        })
public final class PlanShowCommand extends PlatformCommand {

    @Parameters(paramLabel = "HASH", description = "The plan's hash, as 'rollout show' tells it.")
    private String hash;

    public PlanShowCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode plan = platform().get(Service.ORCHESTRATION, Query.of("/plans/{}", hash));
        if (json()) {
            terminal().print(plan);
        } else {
            PlanText.print(plan, terminal());
        }
        return ExitCode.DONE;
    }
}
