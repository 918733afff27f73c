package dev.lockstep.cli.work;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
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
        inbox.forEach(work -> WorkText.print(work, terminal()));
        return ExitCode.DONE;
    }
}
