package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Terminal;
import java.time.Instant;
import picocli.CommandLine.Option;

/** How a validation report is printed. */
final class ReportOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print the report: table, json, junit or html (default: table).")
    private ReportFormat format;

    @Option(names = "--all", description = "In a table, print what passed, too.")
    private boolean everything;

    /**
     * Prints a report.
     *
     * @param report its {@code results}, {@code catalogue} and {@code blocking}
     * @param name what was checked
     */
    void print(JsonNode report, String name, Surroundings surroundings) {
        Terminal terminal = surroundings.terminal();
        Instant at = surroundings.clock().instant();
        switch (format) {
            case TABLE -> ReportText.print(report, everything, terminal);
            case JSON -> terminal.print(report);
            case JUNIT -> terminal.print(ReportJunit.of(report, name, at));
            case HTML -> terminal.print(ReportHtml.of(report, name, at));
        }
    }
}
