package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import java.util.ArrayList;
import java.util.List;

/** How a cluster stands whose rollout rests or was ended, for people. */
final class StateLeftText {

    private StateLeftText() {}

    /** What stands where, whether it may stay so, and what must not be done meanwhile; empty while the rollout goes on. */
    static List<String> lines(JsonNode rollout) {
        JsonNode left = rollout.path("stateLeft");
        if (!left.isObject()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("The cluster is left so: " + rest(Json.text(left, "rest")));
        for (JsonNode node : left.path("nodes")) {
            lines.add("  node %s: Exchange %s, %s"
                    .formatted(
                            Json.text(node, "name"),
                            known(Json.text(node, "exchangeBuild")),
                            known(Json.text(node, "windows"))));
        }
        for (JsonNode server : left.path("virtualServers")) {
            lines.add("  virtual server %s: %s%s, on %s"
                    .formatted(
                            Json.text(server, "name"),
                            known(Json.text(server, "build")),
                            server.path("upgraded").asBoolean() ? " (upgraded)" : "",
                            known(Json.text(server, "node"))));
        }
        left.path("findings").forEach(finding -> lines.add("  " + finding.asText()));
        left.path("forbidden").forEach(forbidden -> lines.add("  Meanwhile: " + forbidden.asText()));
        return lines;
    }

    private static String known(String text) {
        return text.isEmpty() ? "not recorded" : text;
    }

    private static String rest(String rest) {
        return switch (rest) {
            case "UNIFORM" -> "one version everywhere, nothing is in between.";
            case "MIXED" -> "versions are mixed, and it may stay so for as long as the upgrade takes.";
            case "NOT_TO_REST" -> "something is in between; IT MUST NOT BE LEFT SO.";
            default -> "NOBODY KNOWS whether it may stay so.";
        };
    }
}
