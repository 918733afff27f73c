package dev.lockstep.cli;

import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which version this is. */
@Command(name = "version", description = "Print the version of Lockstep and of the Java it runs on.")
final class VersionCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The version of Lockstep and of the Java it runs on. */
    static String sentence() {
        String version = Optional.ofNullable(Lockstep.class.getPackage().getImplementationVersion())
                .orElse("from sources");
        return "Lockstep %s, Java %s".formatted(version, Runtime.version());
    }

    @Override
    public Integer call() {
        surroundings.terminal().print(sentence());
        return ExitCode.DONE;
    }
}
