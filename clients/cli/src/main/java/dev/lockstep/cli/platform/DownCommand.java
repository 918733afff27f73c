package dev.lockstep.cli.platform;

import dev.lockstep.cli.command.Checkout;
import dev.lockstep.cli.command.LocalPlatforms;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.localstack.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the platforms on this machine. */
@Command(name = "down", description = "End the platform on this machine, and the demo's. Data is kept.")
public final class DownCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private LocalPlatformOptions options;

    public DownCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean ran = false;
        for (Path folder : LocalPlatforms.in(options.stateFolder(surroundings))) {
            switch (new Platform(Checkout.root(surroundings), folder).down()) {
                case NOT_RUNNING -> {}
                case STOPPED -> {
                    ran = true;
                    surroundings.terminal().print("Ended; the data stays in %s.".formatted(folder));
                }
                case STILL_RUNNING ->
                    throw new CommandFailure(
                            ExitCode.REFUSED,
                            "The platform in %s was asked to end and still runs.".formatted(folder),
                            "'./lockstep status' shows what is left.");
            }
        }
        if (!ran) {
            surroundings.terminal().print("No platform runs here.");
        }
        return ExitCode.DONE;
    }
}
