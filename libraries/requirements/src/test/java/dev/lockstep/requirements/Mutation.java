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
import java.util.List;
import java.util.Objects;

/**
 * One changed fact of a baseline, as {@code mutations.yaml} lists them, and the one verdict that fails with it.
 *
 * @param baseline the baseline
 * @param path the fact that is changed
 * @param value what it is changed to
 * @param requirement what is violated
 * @param subject on what
 */
record Mutation(Baselines.Baseline baseline, String path, JsonNode value, String requirement, String subject) {

    private static final ObjectMapper YAML = new YAMLMapper();

    static List<Mutation> all() {
        List<Baselines.Baseline> baselines = Baselines.all();
        List<Mutation> mutations = new ArrayList<>();
        try (InputStream in = Mutation.class.getResourceAsStream("/mutations.yaml")) {
            YAML.readTree(Objects.requireNonNull(in)).forEach(entry -> mutations.add(of(entry, baselines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mutations;
    }

    private static Mutation of(JsonNode entry, List<Baselines.Baseline> baselines) {
        Scenario scenario = Scenario.valueOf(entry.path("scenario").asText());
        Stage stage = Stage.of(entry.path("stage").asText());
        Baselines.Baseline baseline = baselines.stream()
                .filter(each -> each.scenario() == scenario && each.stage() == stage)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no baseline for " + entry));
        return new Mutation(
                baseline,
                entry.path("set").asText(),
                entry.path("to"),
                entry.path("violates").asText(),
                entry.path("on").asText());
    }

    /** The changed document; the caller's own. */
    ObjectNode document() {
        ObjectNode document = baseline.document();
        Patches.set(document, path, value);
        return document;
    }

    @Override
    public String toString() {
        return "%s = %s in %s".formatted(path, value, baseline);
    }
}
