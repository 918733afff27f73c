package dev.lockstep.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Tone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The inbox of steps that people carry out. */
@Command(name = "work", description = "Show the steps that wait for a person, with what to do.")
public final class WorkCommand extends PlatformCommand {

    @Option(names = "--site", paramLabel = "SITE", description = "Only work at this site.")
    @Nullable private String site;

    public WorkCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode inbox =
                platform().all(Service.ORCHESTRATION, Query.of("/attended-work").with("site", site), Integer.MAX_VALUE);
        if (json()) {
            terminal().print(inbox);
            return ExitCode.DONE;
        }
        if (inbox.isEmpty()) {
            terminal().print("Nothing waits for a person.");
        }
        inbox.forEach(this::print);
        return ExitCode.DONE;
    }

    private void print(JsonNode work) {
        terminal().print(Tone.STRONG, Json.text(work, "title"));
        terminal()
                .print("  cluster %s, site %s, waiting since %s"
                        .formatted(Json.text(work, "cluster"), Json.text(work, "site"), Json.moment(work, "since")));
        int number = 0;
        for (JsonNode instruction : work.path("instructions")) {
            number++;
            terminal().print("  %d. %s".formatted(number, instruction.asText()));
        }
        terminal()
                .print("  then: ./lockstep attest %s %s --evidence '…'"
                        .formatted(Json.text(work, "rollout"), Json.text(work, "step")));
        terminal().print("");
    }
}
