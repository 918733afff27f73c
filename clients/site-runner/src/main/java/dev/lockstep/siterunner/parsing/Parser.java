package dev.lockstep.siterunner.parsing;

/** Reads one kind of output. */
@FunctionalInterface
interface Parser {
    /**
     * Reads the output.
     *
     * @param source the command, as it is shown to people
     * @throws ParseException when the output cannot be understood beyond doubt
     */
    Observed parse(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException;
}
