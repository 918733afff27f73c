package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.contracts.Scenario;
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
 * Documents for each scenario and stage in which every requirement that applies is met, as {@code baselines.yaml} describes them.
 */
public final class Baselines {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final JsonNode FILE = file();
    private static final Map<String, JsonNode> DOCUMENTS = documents();

    private Baselines() {}

    private static JsonNode file() {
        try (InputStream in = Baselines.class.getResourceAsStream("/baselines.yaml")) {
            return YAML.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> documents() {
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        FILE.path("documents").forEach(entry -> documents.put(entry.path("name").asText(), entry));
        return documents;
    }

    /** Every baseline: each document at each of its stages, in its own scenario and in those that are like it. */
    public static List<Baseline> all() {
        List<Baseline> all = new ArrayList<>();
        DOCUMENTS.forEach((name, entry) -> entry.path("stages").properties().forEach(stage -> {
            Scenario own =
                    Scenario.valueOf(document(name).at("/operation/scenario").asText());
            List<Scenario> scenarios = new ArrayList<>(List.of(own));
            for (JsonNode other : FILE.path("scenarios")) {
                if (other.path("like").asText().equals(own.name())) {
                    scenarios.add(Scenario.valueOf(other.path("name").asText()));
                }
            }
            scenarios.forEach(scenario -> all.add(new Baseline(
                    name, scenario, Stage.of(stage.getKey()), stage.getValue().asText())));
        }));
        return all;
    }

    /** The document of this name, or the fixture whose name begins so; it is the caller's own. */
    public static ObjectNode document(String name) {
        JsonNode entry = DOCUMENTS.get(name);
        if (entry == null) {
            return Fixtures.document(Fixtures.BASELINES.stream()
                    .filter(fixture -> fixture.startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no baseline or fixture " + name)));
        }
        ObjectNode document = document(entry.path("from").asText());
        entry.path("operation")
                .properties()
                .forEach(member -> operation(document)
                        .set(member.getKey(), member.getValue().deepCopy()));
        operation(document).set("subject", entry.path("stages").iterator().next());
        apply(document, entry.path("given"));
        return document;
    }

    /** Sets facts by their paths. */
    static void apply(ObjectNode document, JsonNode patches) {
        patches.properties()
                .forEach(patch ->
                        Patches.set(document, patch.getKey(), patch.getValue().deepCopy()));
    }

    private static ObjectNode operation(ObjectNode document) {
        return (ObjectNode) document.path("operation");
    }

    /**
     * A baseline.
     *
     * @param name the document's name
     * @param scenario the scenario
     * @param stage the stage
     * @param subject what the step is about
     */
    public record Baseline(String name, Scenario scenario, Stage stage, String subject) {

        /** Its document; the caller's own. */
        public ObjectNode document() {
            ObjectNode document = Baselines.document(name);
            operation(document).put("scenario", scenario.name()).put("subject", subject);
            operation(document).putArray("stages").add(stage.code());
            for (JsonNode other : FILE.path("scenarios")) {
                if (other.path("name").asText().equals(scenario.name())) {
                    apply(document, other.path("given"));
                }
            }
            return document;
        }

        @Override
        public String toString() {
            return "%s at %s in %s".formatted(name, stage.code(), scenario);
        }
    }
}
