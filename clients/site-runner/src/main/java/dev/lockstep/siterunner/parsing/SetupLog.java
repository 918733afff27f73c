package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;

/** What findstr.exe finds in Setup's progress log: the lines that report a failure. */
final class SetupLog {
    private static final String FAILURE = "Error code";
    private static final int FOUND = 0;
    private static final int NOT_FOUND = 1;

    private SetupLog() {}

    static Observed failures(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        boolean onlyFailures = output.lines().stream().allMatch(line -> line.contains(FAILURE));
        boolean consistent = output.lines().isEmpty() ? output.exitCode() == NOT_FOUND : output.exitCode() == FOUND;
        if (!onlyFailures || !consistent) {
            throw new ParseException("findstr could not read the log: "
                    + output.lines().stream().findFirst().map(ToolOutput::shown).orElse("it printed nothing")
                    + EnglishTools.insteadOfLines(output.lines()));
        }
        return new Report(DocumentKind.CLUSTER, source)
                .number(output.lines().size(), "nodes", arguments.text("node"), "exchange", "setupLogFailures")
                .observed();
    }
}
