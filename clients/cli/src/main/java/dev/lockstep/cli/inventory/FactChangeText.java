package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The changes of one entry of the history, before and after. */
final class FactChangeText {

    private static final int SHOWN = 5;

    private FactChangeText() {}

    static String of(JsonNode entry) {
        JsonNode changes = entry.path("changes");
        String shown = StreamSupport.stream(changes.spliterator(), false)
                .limit(SHOWN)
                .map(FactChangeText::change)
                .collect(Collectors.joining("\n"));
        return changes.size() > SHOWN ? shown + "\n… and %d more".formatted(changes.size() - SHOWN) : shown;
    }

    private static String change(JsonNode change) {
        return "%s: %s → %s"
                .formatted(Json.text(change, "path"), known(change.path("before")), known(change.path("after")));
    }

    private static String known(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "not known" : Json.text(value);
    }
}
