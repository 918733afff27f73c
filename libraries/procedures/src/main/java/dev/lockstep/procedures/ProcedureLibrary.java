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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The procedures and probes that come with Lockstep. */
public final class ProcedureLibrary {

    private static final List<String> PROCEDURES = List.of("new-deployment.yaml");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .registerModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<Scenario, Procedure> procedures = new EnumMap<>(Scenario.class);
    private final ProbeFile probes;

    private ProcedureLibrary() {
        for (String file : PROCEDURES) {
            Procedure procedure = procedure(file);
            procedures.put(procedure.scenario(), procedure);
        }
        probes = read("probes.yaml", ProbeFile.class);
    }

    /** Reads every procedure; a mistake in one of them is an error now, not when it is needed. */
    public static ProcedureLibrary load() {
        return new ProcedureLibrary();
    }

    /** Reads a procedure; where its blocks name a part, the blocks of the part's own file stand there. */
    private static Procedure procedure(String file) {
        ObjectNode content = read(file, ObjectNode.class);
        ArrayNode blocks = content.arrayNode();
        for (JsonNode block : content.path("blocks")) {
            if (block.has("part")) {
                read("parts/%s.yaml".formatted(block.path("part").asText()), ArrayNode.class)
                        .forEach(blocks::add);
            } else {
                blocks.add(block);
            }
        }
        content.set("blocks", blocks);
        try {
            return YAML.treeToValue(content, Procedure.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the procedure file %s cannot be read".formatted(file), e);
        }
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

    /** The procedure of a scenario, if there is one. */
    public Optional<Procedure> procedure(Scenario scenario) {
        return Optional.ofNullable(procedures.get(scenario));
    }

    /** The scenarios that there are procedures for. */
    public Set<Scenario> scenarios() {
        return Set.copyOf(procedures.keySet());
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
