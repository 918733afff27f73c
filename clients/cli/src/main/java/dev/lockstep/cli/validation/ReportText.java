package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Table.Cell;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.Verdict;
import java.util.List;

/** A validation report for people: by stage and by what it is about, what stands in the way first, then the count of everything. */
public final class ReportText {

    private ReportText() {}

    /**
     * Prints a report.
     *
     * @param report its {@code results}, {@code catalogue} and {@code blocking}
     * @param everything also what passed; otherwise only what did not, and the counts
     */
    public static void print(JsonNode report, boolean everything, Terminal terminal) {
        GroupedResults grouped = GroupedResults.of(report);
        grouped.stages()
                .forEach((stage, scopes) -> scopes.forEach((scope, results) -> {
                    if (everything || results.stream().anyMatch(GroupedResults::needsAttention)) {
                        terminal.print(Tone.STRONG, "Stage %s: %s".formatted(stage, scope));
                        terminal.print("");
                        print(results, everything, terminal);
                    }
                }));
        List<String> advice = StaleFacts.advice(report);
        if (!advice.isEmpty()) {
            advice.forEach(terminal::print);
            terminal.print("");
        }
        String summary = grouped.summary();
        terminal.print("%s. Catalogue %s, %s."
                .formatted(
                        summary.isEmpty() ? "No requirement applies" : summary,
                        Json.text(report, "catalogue.version"),
                        shortened(Json.text(report, "catalogue.hash"))));
        if (report.path("blocking").asBoolean()) {
            terminal.print(Tone.BAD, "Something blocks:");
            grouped.blocking().forEach(finding -> terminal.print(Tone.BAD, "  " + finding));
        } else {
            terminal.print(Tone.GOOD, "Nothing blocks.");
        }
    }

    private static void print(List<JsonNode> results, boolean everything, Terminal terminal) {
        Table passed =
                Table.of("REQUIREMENT", "VERDICT", "SUBJECT", "WHAT", "SOURCE").whole("REQUIREMENT");
        for (JsonNode result : results) {
            if (GroupedResults.needsAttention(result)) {
                printAttention(result, terminal);
            } else {
                passed.row(row(result));
            }
        }
        if (everything && passed.size() > 0) {
            terminal.print(passed);
            terminal.print("");
        }
    }

    private static void printAttention(JsonNode result, Terminal terminal) {
        Verdict verdict = GroupedResults.verdict(result);
        terminal.print("%s  %s  %s  %s%s"
                .formatted(
                        terminal.painted(Tone.of(verdict.name()), verdict.name()),
                        terminal.painted(Tone.STRONG, Json.text(result, "requirement")),
                        Json.text(result, "severity"),
                        Json.text(result, "subject"),
                        GroupedResults.blocks(result) ? "  " + terminal.painted(Tone.BAD, "blocks") : ""));
        terminal.printIndented(Json.text(result, "title"));
        terminal.printIndented(Json.text(result, "message"));
        GroupedResults.toCollect(result).forEach(terminal::printIndented);
        terminal.printIndented("Source: " + Json.text(result, "source"));
        terminal.printIndented("Remedy: " + Json.text(result, "remedy"));
        terminal.print("");
    }

    private static List<Cell> row(JsonNode result) {
        return List.of(
                Cell.plain(Json.text(result, "requirement")),
                Json.state(Json.text(result, "verdict")),
                Cell.plain(Json.text(result, "subject")),
                Cell.plain(Json.text(result, "title")),
                Cell.plain(Json.text(result, "source")));
    }

    private static String shortened(String hash) {
        return hash.length() > 12 ? hash.substring(0, 12) : hash;
    }
}
