package dev.lockstep.cli.platform;

import dev.lockstep.cli.command.FormatOption;
import dev.lockstep.cli.command.LocalPlatforms;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.localstack.platform.PlatformState;
import dev.lockstep.localstack.platform.PlatformState.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells where the platforms on this machine stand. */
@Command(
        name = "status",
        description = {
            "Tell where the platform on this machine stands, and the demo's.",
            "Exit code 3 when none is ready."
        })
public final class StatusCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private LocalPlatformOptions options;

    @Mixin
    private FormatOption format;

    public StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Map<Path, PlatformState> running = new LinkedHashMap<>();
        for (Path folder : LocalPlatforms.in(options.stateFolder(surroundings))) {
            Optional<PlatformState> state = LocalPlatforms.state(folder);
            if (state.isPresent()) {
                running.put(folder, state.get());
            }
        }
        if (format.json()) {
            surroundings.terminal().print(ContractJson.mapper().valueToTree(running));
        } else if (running.isEmpty()) {
            surroundings
                    .terminal()
                    .print("No platform runs here. './lockstep up' starts it, './lockstep demo' shows it at work.");
        } else {
            running.forEach((folder, state) -> {
                surroundings.terminal().print("%s in %s".formatted(state.phase(), folder));
                StateText.print(state, surroundings.terminal());
            });
        }
        return running.values().stream().anyMatch(state -> state.phase() == Phase.READY)
                ? ExitCode.DONE
                : ExitCode.UNREACHABLE;
    }
}
