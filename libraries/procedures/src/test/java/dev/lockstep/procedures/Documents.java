package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inventory documents of other modules that plans are tested with. */
final class Documents {

    private static final Path SCENARIOS = Path.of("../../lab/src/main/resources/scenarios");
    private static final Path FIXTURES = Path.of("../requirements/src/test/resources/fixtures");

    private Documents() {}

    /** The document that the demo imports. */
    static ObjectNode demo() {
        return read(SCENARIOS.resolve("contoso-clu01.yaml"));
    }

    /** The two-node cluster with Exchange 2000 of the lab. */
    static ObjectNode exchange2000() {
        return read(SCENARIOS.resolve("contoso-clu02.yaml"));
    }

    static ObjectNode fixture(String name) {
        return read(FIXTURES.resolve(name + ".json"));
    }

    /** The files of the lab's data centre of several clusters. */
    static List<Path> dataCentre() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS.resolve("contoso"))) {
            return files.sorted().toList();
        }
    }

    static ObjectNode read(Path file) {
        try {
            DocumentReading reading = new DocumentReader(FactsDictionary.standard()).read(Files.readAllBytes(file));
            return switch (reading) {
                case DocumentReading.Accepted accepted -> accepted.document();
                case DocumentReading.Refused refused -> throw new AssertionError(file + ": " + refused.mistakes());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the document's operation asks for. */
    static PlanTarget target(ObjectNode document) {
        return new PlanTarget(
                Scenario.valueOf(document.at("/operation/scenario").asText()),
                document.at("/operation/targetBuild").asText(),
                document.at("/operation/operator").asText());
    }

    /** The plan for what the document's operation asks for. */
    static Plan plan(Planner planner, ObjectNode document) {
        return switch (planner.plan(document.path("organization"), document.path("cluster"), target(document))) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }
}
