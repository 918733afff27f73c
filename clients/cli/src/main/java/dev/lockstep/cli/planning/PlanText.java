package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;

/** A plan for people: every step in order, and the hash that approvals are given to. */
public final class PlanText {

    private PlanText() {}

    /** Prints a plan: its {@code steps}, {@code scenario} and {@code hash}. */
    public static void print(JsonNode plan, Terminal terminal) {
        Table table = Table.of("#", "STEP", "WHERE", "WHAT", "WHO", "COMMAND").whole("STEP");
        int number = 0;
        for (JsonNode step : plan.path("steps")) {
            number++;
            table.row(
                    Integer.toString(number),
                    Json.text(step, "id"),
                    place(step),
                    Json.text(step, "title"),
                    Json.text(step, "actor"),
                    command(step));
        }
        terminal.print(table);
        terminal.print("");
        terminal.print("%d steps, scenario %s".formatted(number, Json.text(plan, "scenario")));
        terminal.print(Tone.STRONG, "Plan %s".formatted(Json.text(plan, "hash")));
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
        StringBuilder line = new StringBuilder();
        for (JsonNode argument : step.path("command")) {
            String text = argument.asText();
            line.append(line.isEmpty() ? "" : " ").append(text.contains(" ") ? '"' + text + '"' : text);
        }
        return line.toString();
    }
}
