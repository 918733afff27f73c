package dev.lockstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Collecting from the tools of a cluster, against the programs of a lab. */
abstract class WithLabTools {

    static final Path SCENARIOS =
            Path.of("../../lab/src/main/resources/scenarios").toAbsolutePath().normalize();
    static final Path CLU02 = SCENARIOS.resolve("contoso-clu02.yaml");
    private static final Provenance WRITTEN = new Provenance("the scenario", Instant.EPOCH, "", Confidence.IMPORTED);

    @TempDir
    Path folder;

    private @Nullable LabTools started;

    void start(Path scenario) throws IOException {
        started = LabTools.start(scenario, folder.resolve("lab"));
    }

    LabTools lab() {
        return Objects.requireNonNull(started);
    }

    @AfterEach
    void stop() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    CommandRun collect(String... more) {
        List<String> arguments = new ArrayList<>(List.of("collect", "--organization", "Contoso", "--tools"));
        arguments.addAll(List.of(more));
        return CommandRun.of(
                folder,
                Map.of(
                        "COLUMNS",
                        "500",
                        "LOCKSTEP_COMMAND_PATH",
                        lab().programs().toString(),
                        "PATH",
                        System.getenv("PATH")),
                "",
                arguments.toArray(String[]::new));
    }

    List<String> verdicts(String file) throws IOException {
        return DocumentFiles.verdicts(folder, file);
    }

    CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of(), "", arguments);
    }

    static ObjectNode document(Path file) throws IOException {
        return DocumentFiles.read(file);
    }

    void write(String name, ObjectNode document) throws IOException {
        DocumentFiles.write(folder.resolve(name), document);
    }

    static FactTree facts(JsonNode document, DocumentKind kind) {
        return FactTree.ofDocument(
                kind, (ObjectNode) document.path(kind == DocumentKind.CLUSTER ? "cluster" : "organization"), WRITTEN);
    }

    static JsonNode named(JsonNode list, String member, String name) {
        for (JsonNode each : list) {
            if (each.path(member).asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError(name + " is not in " + list);
    }
}
