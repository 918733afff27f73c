package dev.lockstep.lab.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.lab.world.Fault;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads the descriptions of faults. */
public final class FaultReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "kind",
            "program",
            "argument",
            "arguments",
            "node",
            "cluster",
            "resource",
            "controller",
            "stage",
            "minutes",
            "count");

    private FaultReader() {}

    /**
     * A fault as a request or a scenario describes it: {@code kind} and what that kind speaks of. One {@code argument} may stand for a
     * list of one; without {@code count} it happens once, without {@code id} it is given one.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static Fault read(JsonNode described) {
        if (!(described instanceof ObjectNode given)) {
            throw new IllegalArgumentException("a fault is an object");
        }
        given.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException("a fault has no member '" + name + "'");
            }
        });
        ObjectNode whole = JSON.createObjectNode();
        whole.put("id", UUID.randomUUID().toString());
        whole.putArray("arguments");
        for (String text : List.of("program", "node", "cluster", "resource", "controller")) {
            whole.put(text, "");
        }
        whole.put("stage", Fault.SetupStage.PREREQUISITES.name())
                .put("minutes", 0)
                .put("count", 1);
        whole.setAll(given);
        JsonNode argument = whole.remove("argument");
        if (argument != null) {
            whole.putArray("arguments").add(argument);
        }
        try {
            return JSON.treeToValue(whole, Fault.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
