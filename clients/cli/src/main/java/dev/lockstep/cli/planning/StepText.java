package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.procedures.PlanStep.Reversibility.Kind;
import dev.lockstep.procedures.StepWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands under a step in a table: its way back, what follows when it fails, its locks, and why it is not needed. */
public final class StepText {

    private StepText() {}

    /** Adds it under the last row, for a step of a plan. */
    static void underPlanned(Table table, JsonNode step) {
        JsonNode back = step.path("reversibility");
        under(table, step, Json.text(back, "kind"), Json.text(back, "undo"), back.has("byCommand"));
        String expected = Json.text(step, "skip.expected");
        table.under(Tone.DIM, authority(step));
        table.under(Tone.DIM, expected.isEmpty() ? "" : "skipped: " + expected);
    }

    /** With which authority it is approved, and where that is held. */
    private static String authority(JsonNode step) {
        String role = Json.text(step, "authority");
        List<String> groups = new ArrayList<>();
        step.path("authorityAt").forEach(group -> groups.add(group.asText()));
        return role.isEmpty() ? "" : "approved with %s at %s".formatted(role, StepWords.heldAt(groups));
    }

    /** Adds it under the last row, for a step of a rollout. */
    public static void underCarriedOut(Table table, JsonNode step) {
        under(
                table,
                step,
                Json.text(step, "reversibility"),
                Json.text(step, "undo"),
                step.path("undoByCommand").asBoolean());
        String skipped = Json.text(step, "skipped");
        String expected = Json.text(step, "status").equals("PENDING") ? Json.text(step, "skipExpected") : "";
        table.under(Tone.DIM, skipped.isEmpty() ? "" : "skipped: " + skipped);
        int earlier =
                step.path("lateResultsInAll").asInt() - step.path("lateResults").size();
        table.under(Tone.WARN, earlier > 0 ? "too late, do not count: %d earlier results".formatted(earlier) : "");
        step.path("lateResults").forEach(late -> table.under(Tone.WARN, late(late)));
        table.under(Tone.DIM, evidence(step));
        table.under(Tone.WARN, choices(step));
        table.under(Tone.DIM, expected.isEmpty() ? "" : "expected to be skipped: " + expected);
    }

    private static String evidence(JsonNode step) {
        List<String> files = new ArrayList<>();
        step.path("evidence")
                .forEach(file -> files.add(new AttestedFile(
                                Json.text(file, "sha256"), file.path("size").asLong())
                        .inWords()));
        return files.isEmpty() ? "" : "attested with: " + String.join(", ", files);
    }

    private static String late(JsonNode late) {
        String exit = Json.text(late, "exitCode");
        String failure = Json.text(late, "failure");
        return "too late, does not count: runner %s, attempt %s, token %s, at %s: %s%s%s"
                .formatted(
                        Json.text(late, "runner"),
                        Json.text(late, "attempt"),
                        Json.text(late, "fencingToken"),
                        Json.moment(late, "receivedAt"),
                        Json.text(late, "outcome"),
                        exit.isEmpty() ? "" : ", exit code " + exit,
                        failure.isEmpty() ? "" : ", " + failure);
    }

    private static String choices(JsonNode step) {
        List<String> open = new ArrayList<>();
        step.path("choices").forEach(choice -> open.add(choice.asText().toLowerCase(Locale.ROOT)));
        boolean acknowledged = step.path("abortNeedsAcknowledgement").asBoolean();
        return open.isEmpty()
                ? ""
                : "to decide: " + String.join(", ", open)
                        + (acknowledged ? " (abort with --acknowledge: say in which state the cluster is left)" : "");
    }

    private static void under(Table table, JsonNode step, String kind, String undo, boolean byCommand) {
        if (kind.isEmpty()) {
            return;
        }
        List<String> facts = new ArrayList<>();
        facts.add(StepWords.wayBack(Kind.valueOf(kind), undo.isEmpty() ? null : undo, byCommand));
        facts.add("if it fails: "
                + StepWords.onFailure(
                        Kind.valueOf(kind).meaningOf(FailureClass.valueOf(Json.text(step, "onFailure"))),
                        step.path("attempts").asInt()));
        if (!step.path("locks").isEmpty()) {
            facts.add("locks " + Json.text(step, "locks"));
        }
        table.under(Kind.valueOf(kind) == Kind.POINT_OF_NO_RETURN ? Tone.WARN : Tone.DIM, String.join("; ", facts));
    }
}
