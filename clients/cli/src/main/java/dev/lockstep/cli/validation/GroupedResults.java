package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of a report by stage, in the order in which a deployment goes through them, and within a stage by what they are about.
 * Results come worst first, and so do the groups of a stage.
 */
final class GroupedResults {

    private static final Comparator<String> IN_ORDER = Comparator.comparing((String code) -> Stage.of(code));

    private final Map<String, Map<String, List<JsonNode>>> stages = new TreeMap<>(IN_ORDER);
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    private GroupedResults() {}

    static GroupedResults of(JsonNode report) {
        GroupedResults grouped = new GroupedResults();
        for (JsonNode result : report.path("results")) {
            grouped.counts.merge(verdict(result), 1, Integer::sum);
            grouped.stages
                    .computeIfAbsent(Json.text(result, "stage"), stage -> new LinkedHashMap<>())
                    .computeIfAbsent(scope(result), scope -> new ArrayList<>())
                    .add(result);
        }
        return grouped;
    }

    /** What a result is about, in one word: {@code node}, {@code disk}, {@code cluster} … */
    static String scope(JsonNode result) {
        String subject = Json.text(result, "subject");
        int blank = subject.indexOf(' ');
        return blank < 0 ? subject : subject.substring(0, blank);
    }

    static Verdict verdict(JsonNode result) {
        return Verdict.valueOf(Json.text(result, "verdict"));
    }

    /** Whether somebody should look at it. */
    static boolean needsAttention(JsonNode result) {
        Verdict verdict = verdict(result);
        return verdict != Verdict.PASS && verdict != Verdict.NOT_APPLICABLE;
    }

    /** Whether it keeps the step from being taken. */
    static boolean blocks(JsonNode result) {
        Verdict verdict = verdict(result);
        return (verdict == Verdict.FAIL || verdict == Verdict.UNKNOWN)
                && List.of("REQUIRED", "NOT_SUPPORTED").contains(Json.text(result, "severity"));
    }

    /** What blocks, as requirement and subject, in the order of the stages. */
    List<String> blocking() {
        return stages.values().stream()
                .flatMap(scopes -> scopes.values().stream())
                .flatMap(List::stream)
                .filter(GroupedResults::blocks)
                .map(result -> "%s  %s  at stage %s"
                        .formatted(
                                Json.text(result, "requirement"),
                                Json.text(result, "subject"),
                                Json.text(result, "stage")))
                .distinct()
                .toList();
    }

    /** How to collect the facts that a result lacks, one line for each way; empty when it lacks none. */
    static List<String> toCollect(JsonNode result) {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        for (JsonNode fact : result.path("facts")) {
            String how = Json.text(fact, "howToCollect");
            if (!how.isEmpty()) {
                ways.computeIfAbsent(how, way -> new ArrayList<>()).add(Json.text(fact, "path"));
            }
        }
        return ways.entrySet().stream()
                .map(way -> "To collect by %s: %s".formatted(way.getKey(), String.join(", ", way.getValue())))
                .toList();
    }

    /** Results by stage and by what they are about. */
    Map<String, Map<String, List<JsonNode>>> stages() {
        return stages;
    }

    /** How many results there are of each verdict, in words; empty when there is none. */
    String summary() {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + words(count.getKey()))
                .collect(Collectors.joining(", "));
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
