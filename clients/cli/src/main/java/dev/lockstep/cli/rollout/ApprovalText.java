package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The approvals of a rollout for people: given and needed, by whom, on which authority, and when they lapse. */
final class ApprovalText {

    private ApprovalText() {}

    /** A few lines for each part that needs approval. */
    static List<String> lines(JsonNode rollout) {
        List<String> lines = new ArrayList<>();
        for (JsonNode part : rollout.path("approvals")) {
            String until = Json.text(part, "lapsesAt");
            lines.add("Approval '%s' (%s): %d of %d%s%s"
                    .formatted(
                            Json.text(part, "part"),
                            extent(part),
                            part.path("counting").asInt(),
                            part.path("needed").asInt(),
                            until.isEmpty() ? "" : ", until " + Json.moment(part, "lapsesAt"),
                            prefixed(", each with ", Json.text(part, "delegations"))));
            for (JsonNode given : part.path("approvals")) {
                lines.add("  %s  %s, until %s%s%s%s"
                        .formatted(
                                Json.moment(given, "decidedAt"),
                                approver(given),
                                Json.moment(given, "expiresAt"),
                                authority(given),
                                origin(given),
                                standing(given)));
            }
        }
        return lines;
    }

    /** Which approvals are still open; empty when none is. */
    static String open(JsonNode rollout) {
        List<String> open = parts(rollout)
                .filter(part ->
                        part.path("counting").asInt() < part.path("needed").asInt())
                .map(part -> "'%s' has %d of %d"
                        .formatted(
                                Json.text(part, "part"),
                                part.path("counting").asInt(),
                                part.path("needed").asInt()))
                .toList();
        return open.isEmpty() ? "" : "Still open: %s.".formatted(String.join(", ", open));
    }

    private static Stream<JsonNode> parts(JsonNode rollout) {
        return StreamSupport.stream(rollout.path("approvals").spliterator(), false);
    }

    private static String extent(JsonNode part) {
        int steps = part.path("steps").size();
        return switch (Json.text(part, "extent")) {
            case "STAGE" -> "stage of %d steps".formatted(steps);
            case "STEP" -> "one step";
            default -> "the whole plan";
        };
    }

    private static String approver(JsonNode given) {
        String name = Json.text(given, "approver.name");
        return given.hasNonNull("asDeputy")
                ? "%s as deputy of %s".formatted(name, Json.text(given, "asDeputy.lender.name"))
                : name;
    }

    /** The delegations that were used: a deputy's are those that were lent. */
    private static String authority(JsonNode given) {
        JsonNode held = given.path(given.hasNonNull("asDeputy") ? "asDeputy" : "approver");
        return prefixed(", as ", Json.text(held, "delegations"));
    }

    private static String prefixed(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }

    private static String origin(JsonNode given) {
        String origin = Json.text(given, "carriedFrom");
        return origin.isEmpty() ? "" : ", carried over from rollout " + origin;
    }

    private static String standing(JsonNode given) {
        return switch (Json.text(given, "standing")) {
            case "WITHDRAWN" ->
                ": withdrawn at %s, %s"
                        .formatted(Json.moment(given, "withdrawnAt"), Json.text(given, "withdrawalReason"));
            case "LAPSED" ->
                ": lapsed at %s, %s".formatted(Json.moment(given, "lapsedAt"), Json.text(given, "lapseReason"));
            case "EXPIRED" -> ": expired";
            default -> "";
        };
    }
}
