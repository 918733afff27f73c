package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.contracts.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Documents for each scenario and stage in which every requirement that applies is met. Each is written in {@code baselines.yaml} as what
 * it has besides another one, or besides a fixture.
 */
public final class Baselines {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Map<String, JsonNode> ENTRIES = entries();

    private Baselines() {}

    private static Map<String, JsonNode> entries() {
        try (InputStream in = Baselines.class.getResourceAsStream("/baselines.yaml")) {
            Map<String, JsonNode> entries = new LinkedHashMap<>();
            YAML.readTree(Objects.requireNonNull(in))
                    .forEach(entry -> entries.put(entry.path("name").asText(), entry));
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each baseline at each of its stages, such as {@code NEW-BEFORE-SETUP at NODE}. */
    public static List<AtStage> all() {
        List<AtStage> all = new ArrayList<>();
        ENTRIES.forEach((name, entry) ->
                entry.path("stages").forEach(stage -> all.add(new AtStage(name, Stage.of(stage.asText())))));
        return all;
    }

    /** The document of a baseline, or of the fixture whose name begins so; it is the caller's own. */
    public static ObjectNode document(String name) {
        JsonNode entry = ENTRIES.get(name);
        if (entry == null) {
            return Fixtures.document(Fixtures.BASELINES.stream()
                    .filter(fixture -> fixture.startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no baseline or fixture " + name)));
        }
        ObjectNode document = document(entry.path("from").asText());
        ObjectNode operation = (ObjectNode) document.path("operation");
        entry.path("operation")
                .properties()
                .forEach(member ->
                        operation.set(member.getKey(), member.getValue().deepCopy()));
        apply(document, entry.path("given"));
        return document;
    }

    /** Sets facts by their paths. */
    static void apply(ObjectNode document, JsonNode patches) {
        patches.properties()
                .forEach(patch ->
                        Patches.set(document, patch.getKey(), patch.getValue().deepCopy()));
    }

    /**
     * A baseline at one of its stages.
     *
     * @param name its name
     * @param stage the stage
     */
    public record AtStage(String name, Stage stage) {

        public ObjectNode document() {
            ObjectNode document = Baselines.document(name);
            ((ObjectNode) document.path("operation")).putArray("stages").add(stage.code());
            return document;
        }

        @Override
        public String toString() {
            return name + " at " + stage.code();
        }
    }
}
