package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lockstep.contracts.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The procedures and probes that come with Lockstep. */
public final class ProcedureLibrary {

    private static final List<String> PROCEDURES = List.of(
            "new-deployment.yaml",
            "rolling-upgrade.yaml",
            "mixed-organization.yaml",
            "migration-over-exchange-2000.yaml",
            "migration-to-new-cluster.yaml",
            "service-pack.yaml");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .registerModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final List<Procedure> procedures;
    private final ProbeFile probes;

    private ProcedureLibrary() {
        procedures = PROCEDURES.stream().map(ProcedureLibrary::procedure).toList();
        probes = read("probes.yaml", ProbeFile.class);
    }

    /** Reads every procedure; a mistake in one of them is an error now, not when it is needed. */
    public static ProcedureLibrary load() {
        return new ProcedureLibrary();
    }

    /** Reads a procedure; where a list of blocks or steps names a part, what the part's own file lists stands there. */
    private static Procedure procedure(String file) {
        try {
            return YAML.treeToValue(withParts(read(file, ObjectNode.class)), Procedure.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the procedure file %s cannot be read".formatted(file), e);
        }
    }

    private static JsonNode withParts(JsonNode content) {
        if (content instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(withParts(member.getValue())));
            return object;
        }
        if (!(content instanceof ArrayNode list)) {
            return content;
        }
        ArrayNode whole = list.arrayNode();
        for (JsonNode element : list) {
            if (element.has("part")) {
                String name = element.path("part").asText();
                withParts(read("parts/%s.yaml".formatted(name), ArrayNode.class))
                        .forEach(whole::add);
            } else {
                whole.add(withParts(element));
            }
        }
        return whole;
    }

    private static <T> T read(String file, Class<T> type) {
        try (InputStream in = ProcedureLibrary.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the procedure file %s is missing".formatted(file));
            }
            return YAML.readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException("the procedure file %s cannot be read".formatted(file), e);
        }
    }

    /** The procedures of a scenario: one, or one for each way that people can decide for. */
    List<Procedure> procedures(Scenario scenario) {
        return procedures.stream()
                .filter(procedure -> procedure.scenario() == scenario)
                .toList();
    }

    /** The probes that a list of names of probes and sets stands for, each once, in order. */
    List<Probe> probes(List<String> names) {
        List<String> flat = new ArrayList<>();
        for (String name : names) {
            flat.addAll(probes.sets().getOrDefault(name, List.of(name)));
        }
        return flat.stream().distinct().map(this::probe).toList();
    }

    private Probe probe(String name) {
        Probe probe = probes.probes().get(name);
        if (probe == null) {
            throw new IllegalStateException("no probe is named '%s'".formatted(name));
        }
        return probe;
    }

    private record ProbeFile(Map<String, Probe> probes, Map<String, List<String>> sets) {}
}
