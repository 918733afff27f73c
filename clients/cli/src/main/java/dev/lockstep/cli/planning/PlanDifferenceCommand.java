package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what is different in a plan from an older one. */
@Command(
        name = "plan-difference",
        description = {
            "Show what is different in a plan from an older one for the same cluster: steps added, removed and changed.",
            "It also tells which parts that need approval are the same in both."
        })
public final class PlanDifferenceCommand extends PlatformCommand {

    @Parameters(index = "0", paramLabel = "OLDER", description = "The older plan's hash.")
    private String older;

    @Parameters(index = "1", paramLabel = "NEWER", description = "The newer plan's hash.")
    private String newer;

    public PlanDifferenceCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode difference = platform()
                .get(
                        Service.ORCHESTRATION,
                        Query.of("/plans/{}/difference", newer).with("from", older));
        if (json()) {
            terminal().print(difference);
        } else {
            print(difference, terminal());
        }
        return ExitCode.DONE;
    }

    private static void print(JsonNode difference, Terminal terminal) {
        Table table = Table.of("", "STEP", "STAGE", "WHAT", "CHANGED").whole("STEP");
        difference.path("removed").forEach(step -> row(table, "-", step, ""));
        difference.path("added").forEach(step -> row(table, "+", step, ""));
        difference
                .path("changed")
                .forEach(changed -> row(table, "~", changed.path("step"), Json.text(changed, "members")));
        terminal.print(table);
        terminal.print("");
        terminal.print("%d added, %d removed, %d changed, %s the same%s."
                .formatted(
                        difference.path("added").size(),
                        difference.path("removed").size(),
                        difference.path("changed").size(),
                        Json.text(difference, "unchanged"),
                        difference.path("reordered").asBoolean() ? ", in another order" : ""));
        if (!difference.path("members").isEmpty()) {
            terminal.print("Of the plan itself changed: %s.".formatted(Json.text(difference, "members")));
        }
        for (JsonNode part : difference.path("parts")) {
            terminal.print("To approve '%s': %s"
                    .formatted(
                            Json.text(part, "part"),
                            part.path("sameContent").asBoolean() ? "the same in both plans" : "changed"));
        }
    }

    private static void row(Table table, String sign, JsonNode step, String members) {
        table.row(sign, Json.text(step, "id"), Json.text(step, "stage"), Json.text(step, "title"), members);
    }
}
