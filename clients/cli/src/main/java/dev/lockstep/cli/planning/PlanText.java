package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.procedures.CommandText;
import java.util.stream.StreamSupport;

/** A plan for people: every step in order with its way back, and the hash that approvals are given to. */
public final class PlanText {

    private PlanText() {}

    /** Prints a plan: its {@code steps}, {@code scenario} and {@code hash}. */
    public static void print(JsonNode plan, Terminal terminal) {
        Table table = Table.of("#", "STEP", "WHERE", "WHAT", "WHO").whole("STEP");
        int number = 0;
        for (JsonNode step : plan.path("steps")) {
            number++;
            table.row(
                    Integer.toString(number),
                    Json.text(step, "id"),
                    place(step),
                    Json.text(step, "title"),
                    Json.text(step, "actor"));
            String command = command(step);
            table.under(Tone.PLAIN, command.isEmpty() ? "" : "runs: " + command);
            if (isChosen(plan, step)) {
                table.under(Tone.PLAIN, Json.text(step.path("instructions").path(0)));
            }
            StepText.underPlanned(table, step);
        }
        terminal.print(table);
        terminal.print("");
        terminal.print("%d steps, scenario %s, %d of them without a way back, %d expected to be skipped"
                .formatted(
                        number,
                        Json.text(plan, "scenario"),
                        count(plan, "reversibility.kind", "POINT_OF_NO_RETURN"),
                        number - count(plan, "skip.expected", "")));
        if (!plan.path("attend").isEmpty()) {
            terminal.print("Attended because it was asked for: %s".formatted(Json.text(plan, "attend")));
        }
        terminal.print(Tone.STRONG, "Plan %s".formatted(Json.text(plan, "hash")));
    }

    private static boolean isChosen(JsonNode plan, JsonNode step) {
        return StreamSupport.stream(plan.path("attend").spliterator(), false)
                .anyMatch(name -> name.equals(step.path("id")) || name.equals(step.path("action")));
    }

    private static long count(JsonNode plan, String member, String value) {
        return StreamSupport.stream(plan.path("steps").spliterator(), false)
                .filter(step -> Json.text(step, member).equals(value))
                .count();
    }

    /** The node, virtual server or cluster that a step is about. */
    public static String place(JsonNode step) {
        String virtualServer = Json.text(step, "virtualServer");
        String node = Json.text(step, "node");
        if (!virtualServer.isEmpty()) {
            return node.isEmpty() ? virtualServer : virtualServer + " on " + node;
        }
        return node.isEmpty() ? Json.text(step, "cluster") : node;
    }

    private static String command(JsonNode step) {
        return CommandText.line(StreamSupport.stream(step.path("command").spliterator(), false)
                .map(JsonNode::asText)
                .toList());
    }
}
