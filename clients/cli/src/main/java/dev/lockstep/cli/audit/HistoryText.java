package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import java.util.stream.StreamSupport;

/** What the history tells of a rollout, for people: who decided what with which authority, and whether one step at a time was kept. */
public final class HistoryText {

    private HistoryText() {}

    /** Prints the history of a rollout as the audit service tells it. */
    public static void print(JsonNode history, Terminal terminal) {
        JsonNode request = history.path("request");
        terminal.print("Requested   %s  by %s  (entry %s)"
                .formatted(Json.moment(request, "at"), Json.text(request, "by.name"), Json.text(request, "entry")));
        for (JsonNode decision : history.path("decisions")) {
            terminal.print("%-11s %s  by %s  (entry %s)"
                    .formatted(
                            decision.path("approved").asBoolean() ? "Approved" : "Rejected",
                            Json.moment(decision, "at"),
                            Json.text(decision, "by.name") + deputy(decision),
                            Json.text(decision, "entry")));
            authority(decision.path("by"), terminal);
            if (!Json.text(decision, "planHash").isEmpty()) {
                terminal.print("            plan %s%s"
                        .formatted(Json.text(decision, "planHash"), parts(Json.text(decision, "parts"))));
            }
            if (!Json.text(decision, "expiresAt").isEmpty()) {
                terminal.print("            until %s".formatted(Json.moment(decision, "expiresAt")));
            }
            if (!Json.text(decision, "carriedFrom").isEmpty()) {
                terminal.print(
                        "            carried over from rollout %s".formatted(Json.text(decision, "carriedFrom")));
            }
        }
        for (JsonNode lapse : history.path("lapses")) {
            terminal.print(
                    Tone.BAD,
                    "Lapsed      %s  approvals of %s  (entry %s)"
                            .formatted(Json.moment(lapse, "at"), Json.text(lapse, "parts"), Json.text(lapse, "entry")));
            terminal.print("            %s".formatted(firstLine(Json.text(lapse, "reason"))));
        }
        for (JsonNode act : history.path("acts")) {
            String kind = Json.text(act, "kind");
            terminal.print(
                    kind.startsWith("OVERRIDE") ? Tone.BAD : Tone.PLAIN,
                    "%-11s %s  by %s  %s %s"
                            .formatted(
                                    capitalized(kind),
                                    Json.moment(act, "at"),
                                    Json.text(act, "by.name"),
                                    Json.text(act, "step"),
                                    firstLine(Json.text(act, "words")))
                            .stripTrailing());
        }
        terminal.print(
                "%-11s %s".formatted(capitalized(Json.text(history, "outcome")), Json.moment(history, "outcomeAt")));
        oneAtATime(history.path("oneAtATime"), terminal);
    }

    private static String deputy(JsonNode decision) {
        return decision.hasNonNull("asDeputy")
                ? " as deputy of %s, to which %s agreed"
                        .formatted(
                                Json.text(decision, "asDeputy.lender.name"),
                                Json.text(decision, "asDeputy.agreedBy.name"))
                : "";
    }

    private static String parts(String parts) {
        return parts.isEmpty() ? "" : ", parts " + parts;
    }

    private static void authority(JsonNode by, Terminal terminal) {
        terminal.print("            roles %s; scopes %s; delegations %s"
                .formatted(
                        Json.text(by, "roles"), orNone(Json.text(by, "scopes")), orNone(Json.text(by, "delegations"))));
    }

    private static void oneAtATime(JsonNode verdict, Terminal terminal) {
        if (verdict.path("held").asBoolean()) {
            terminal.print(
                    Tone.GOOD,
                    "One at a time: kept in all %s executions of the cluster."
                            .formatted(Json.text(verdict, "executionsOfCluster")));
            return;
        }
        terminal.print(Tone.BAD, "One at a time: NOT kept.");
        StreamSupport.stream(verdict.path("violations").spliterator(), false)
                .map(JsonNode::toString)
                .forEach(violation -> terminal.print(Tone.BAD, "  " + violation));
    }

    private static String firstLine(String words) {
        return words.lines().findFirst().orElse("");
    }

    private static String orNone(String list) {
        return list.isEmpty() ? "none" : list;
    }

    private static String capitalized(String name) {
        return name.isEmpty()
                ? name
                : name.charAt(0)
                        + name.substring(1).toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
