package dev.lockstep.cli.platform;

import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.Platform.Start;
import dev.lockstep.localstack.platform.RunningPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the platform on this machine. */
@Command(
        name = "up",
        description = {
            "Run the platform on this machine until Ctrl-C: PostgreSQL, Kafka, Keycloak, the services, the lab, a site runner.",
            "Data is kept in the state folder and is there again at the next start."
        })
public final class UpCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private LocalPlatformOptions options;

    @Option(
            names = "--data-centre",
            paramLabel = "FILE",
            description = {
                "Inventory document of the data centre that a new lab begins with (default: the demo's),",
                "or a folder with those of several clusters of one organization.",
                "A lab that a state folder holds already stays what it is."
            })
    @Nullable private Path dataCentre;

    @Option(
            names = "--lab-operator",
            description = {
                "Also run a robot that carries out attended work in the lab, under the demo account 'lab-operator';",
                "what no program shows it records in the inventory, as 'inventory-editor'.",
                "Without it attended work is left to people."
            })
    private boolean labOperator;

    public UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = surroundings.terminal();
        return switch (platform()
                .up(
                        new ProgressLines(terminal, surroundings.clock()),
                        Platform.Records.KEPT,
                        labOperator ? Set.of() : Set.of(Platform.LAB_OPERATOR))) {
            case Start.Started started -> {
                try (RunningPlatform platform = started.platform()) {
                    terminal.print("");
                    StateText.print(platform.state(), terminal);
                    terminal.print("");
                    terminal.print("Ctrl-C, or './lockstep down' elsewhere, ends it. Data is kept.");
                    platform.awaitEnd();
                }
                yield ExitCode.DONE;
            }
            case Start.AlreadyRuns already -> {
                terminal.print("It runs already.");
                already.state().ifPresent(state -> StateText.print(state, terminal));
                yield ExitCode.DONE;
            }
            case Start.Failed failed ->
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        failed.reason(),
                        "The logs are in %s."
                                .formatted(options.stateFolder(surroundings).resolve("logs")));
        };
    }

    private Platform platform() {
        if (dataCentre == null) {
            return options.platform(surroundings);
        }
        Path file = surroundings.workingFolder().resolve(dataCentre);
        if (!Files.isReadable(file)) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "There is no file %s.".formatted(dataCentre),
                    "Name an inventory document, or a folder of them.");
        }
        return options.platform(surroundings, file);
    }
}
