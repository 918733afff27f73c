package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Table.Cell;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A validation report for people: what stands in the way first, then the count of everything. */
public final class ReportText {

    private ReportText() {}

    /**
     * Prints a report.
     *
     * @param report its {@code results}, {@code catalogue} and {@code blocking}
     * @param everything also what passed; otherwise only what did not, and the counts
     */
    public static void print(JsonNode report, boolean everything, Terminal terminal) {
        Table passed = Table.of("REQUIREMENT", "VERDICT", "SUBJECT", "STAGE", "WHAT", "SOURCE");
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (JsonNode result : report.path("results")) {
            Verdict verdict = Verdict.valueOf(Json.text(result, "verdict"));
            counts.merge(verdict, 1, Integer::sum);
            if (needsAttention(verdict)) {
                printAttention(result, verdict, terminal);
            } else {
                passed.row(row(result, verdict));
            }
        }
        if (everything && passed.size() > 0) {
            terminal.print(passed);
            terminal.print("");
        }
        terminal.print("%s. Catalogue %s, %s."
                .formatted(
                        counts.isEmpty() ? "No requirement applies" : summary(counts),
                        Json.text(report, "catalogue.version"),
                        shortened(Json.text(report, "catalogue.hash"))));
        if (report.path("blocking").asBoolean()) {
            terminal.print(Tone.BAD, "Something blocks.");
        } else {
            terminal.print(Tone.GOOD, "Nothing blocks.");
        }
    }

    private static void printAttention(JsonNode result, Verdict verdict, Terminal terminal) {
        terminal.print("%s  %s  %s  %s  at %s"
                .formatted(
                        terminal.painted(Tone.of(verdict.name()), verdict.name()),
                        terminal.painted(Tone.STRONG, Json.text(result, "requirement")),
                        Json.text(result, "severity"),
                        Json.text(result, "subject"),
                        Json.text(result, "stage")));
        terminal.printIndented(Json.text(result, "title"));
        terminal.printIndented(Json.text(result, "message"));
        terminal.printIndented("Source: " + Json.text(result, "source"));
        terminal.printIndented("Remedy: " + Json.text(result, "remedy"));
        terminal.print("");
    }

    private static List<Cell> row(JsonNode result, Verdict verdict) {
        return List.of(
                Cell.plain(Json.text(result, "requirement")),
                Json.state(verdict.name()),
                Cell.plain(Json.text(result, "subject")),
                Cell.plain(Json.text(result, "stage")),
                Cell.plain(Json.text(result, "title")),
                Cell.plain(Json.text(result, "source")));
    }

    private static String summary(Map<Verdict, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + words(count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String hash) {
        return hash.length() > 12 ? hash.substring(0, 12) : hash;
    }

    private static boolean needsAttention(Verdict verdict) {
        return verdict != Verdict.PASS && verdict != Verdict.NOT_APPLICABLE;
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "passed";
            case FAIL -> "failed";
            case NOT_APPLICABLE -> "not applicable";
            case UNKNOWN -> "unknown";
            case WAIVED -> "waived";
        };
    }
}
