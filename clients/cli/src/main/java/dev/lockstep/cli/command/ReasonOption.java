package dev.lockstep.cli.command;

import picocli.CommandLine.Option;

/** Why somebody does what will stand in the history: nothing that is recorded with a reason is recorded without one. */
public final class ReasonOption {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it stands in the history.")
    private String text;

    /** The reason in the words of the person. */
    public String text() {
        return text;
    }
}
