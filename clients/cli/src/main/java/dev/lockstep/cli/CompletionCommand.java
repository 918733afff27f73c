package dev.lockstep.cli;

import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script that completes command lines. */
@Command(
        name = "completion",
        description = {"Print the completion script for bash and zsh.", "Use it: source <(./lockstep completion)"})
final class CompletionCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings
                .terminal()
                .out()
                .print(AutoComplete.bash("lockstep", spec.root().commandLine()));
        return ExitCode.DONE;
    }
}
