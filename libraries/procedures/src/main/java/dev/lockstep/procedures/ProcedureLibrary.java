package dev.lockstep.procedures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.work.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The procedures and probes that plans are made of: those that come with Lockstep, or those of a folder. */
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

    private ProcedureLibrary(Source source) {
        procedures = source.procedures().stream()
                .map(file -> procedure(file, source))
                .toList();
        probes = read("probes.yaml", source, ProbeFile.class);
    }

    /** Reads every procedure that comes with Lockstep; a mistake in one of them is an error now, not when it is needed. */
    public static ProcedureLibrary load() {
        return new ProcedureLibrary(new Source() {
            @Override
            public List<String> procedures() {
                return PROCEDURES;
            }

            @Override
            public @Nullable InputStream open(String file) {
                return ProcedureLibrary.class.getResourceAsStream(file);
            }
        });
    }

    /**
     * Reads every procedure of a folder that is laid out as those that come with Lockstep: a YAML file for each, {@code probes.yaml}, and
     * {@code parts}.
     *
     * @throws InvalidProceduresException naming the file that cannot be read, or that is missing
     */
    public static ProcedureLibrary read(Path folder) {
        return new ProcedureLibrary(new Source() {
            @Override
            public List<String> procedures() {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml") && !name.equals("probes.yaml"))
                            .sorted()
                            .toList();
                } catch (IOException e) {
                    throw new InvalidProceduresException(
                            "The folder of procedures %s cannot be read.".formatted(folder), e);
                }
            }

            @Override
            public @Nullable InputStream open(String file) throws IOException {
                Path path = folder.resolve(file);
                return Files.isRegularFile(path) ? Files.newInputStream(path) : null;
            }
        });
    }

    /** Where files come from. */
    private interface Source {
        /** The names of the files that hold a procedure each, in order. */
        List<String> procedures();

        /** A file; null when there is none of this name. */
        @Nullable InputStream open(String file) throws IOException;
    }

    /** Reads a procedure; where a list of blocks or steps names a part, what the part's own file lists stands there. */
    private static Procedure procedure(String file, Source source) {
        try {
            return YAML.treeToValue(withParts(read(file, source, ObjectNode.class), source), Procedure.class);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static JsonNode withParts(JsonNode content, Source source) {
        if (content instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(withParts(member.getValue(), source)));
            return object;
        }
        if (!(content instanceof ArrayNode list)) {
            return content;
        }
        ArrayNode whole = list.arrayNode();
        for (JsonNode element : list) {
            if (element.has("part")) {
                String name = element.path("part").asText();
                withParts(read("parts/%s.yaml".formatted(name), source, ArrayNode.class), source)
                        .forEach(whole::add);
            } else {
                whole.add(withParts(element, source));
            }
        }
        return whole;
    }

    private static <T> T read(String file, Source source, Class<T> type) {
        try (InputStream in = source.open(file)) {
            if (in == null) {
                throw new InvalidProceduresException("The procedure file %s is missing.".formatted(file));
            }
            return YAML.readValue(in, type);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InvalidProceduresException unreadable(String file, IOException why) {
        String place = why instanceof JsonProcessingException mistake && mistake.getLocation() != null
                ? " in line %d".formatted(mistake.getLocation().getLineNr())
                : "";
        String what = why instanceof JsonProcessingException mistake ? mistake.getOriginalMessage() : why.getMessage();
        return new InvalidProceduresException(
                "The procedure file %s cannot be read%s: %s".formatted(file, place, what), why);
    }

    /**
     * The looks of a set of probes at one thing, in order. What a probe of the set would be repeated for has to be among the values.
     *
     * @param values of the variables that the probes use, such as {@code cluster} and {@code node}
     */
    public List<Observation> looks(String set, Map<String, JsonNode> values) {
        Variables variables = new Variables(values);
        return probes(List.of(set)).stream()
                .map(probe ->
                        new Observation(probe.parser(), variables.texts(probe.argv()), probe.argumentsOf(variables)))
                .toList();
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

    /** The services that are looked at on every node when an inventory is collected. */
    public List<String> services() {
        return Absent.orEmpty(probes.services());
    }

    private record ProbeFile(
            Map<String, Probe> probes,
            Map<String, List<String>> sets,
            @Nullable List<String> services) {}
}
