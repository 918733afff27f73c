package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import java.util.ArrayList;
import java.util.List;

/** What an import changed, in sentences. */
public final class ImportSummary {

    private ImportSummary() {}

    /** One line per document part that the answer speaks of. */
    public static List<String> lines(JsonNode answer, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        for (String part : List.of("organization", "cluster")) {
            JsonNode result = answer.path(part);
            if (result.isObject()) {
                lines.add("%s %s: %s, version %s"
                        .formatted(
                                part, Json.text(result, "id"), change(result, dryRun), Json.text(result, "version")));
            }
        }
        return lines;
    }

    private static String change(JsonNode result, boolean dryRun) {
        int events = result.path("events").isArray()
                ? result.path("events").size()
                : result.path("events").asInt();
        if (events == 0) {
            return "nothing changes";
        }
        return "%d %s %s"
                .formatted(events, events == 1 ? "change" : "changes", dryRun ? "would be recorded" : "recorded");
    }
}
