package dev.lockstep.cli.command;

import dev.lockstep.cli.terminal.Format;
import picocli.CommandLine.Option;

/** How results are printed. */
public final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print the result: table or json (default: table).")
    private Format format;

    /** Whether the result is for programs. */
    public boolean json() {
        return format == Format.JSON;
    }
}
