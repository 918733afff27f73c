package dev.lockstep.orchestration.histories;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanTarget;
import dev.lockstep.procedures.Planner;
import dev.lockstep.procedures.Planning;
import dev.lockstep.procedures.ProcedureLibrary;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The inventory documents of the lab's scenarios, and what is planned for them. */
public final class PlannedScenario {

    private static final Path SCENARIOS = Path.of("../lab/src/main/resources/scenarios");

    private PlannedScenario() {}

    /** The document of a file. */
    public static ObjectNode read(String file) throws IOException {
        return switch (new DocumentReader(FactsDictionary.standard())
                .read(Files.readAllBytes(SCENARIOS.resolve(file)))) {
            case DocumentReading.Accepted accepted -> accepted.document();
            case DocumentReading.Refused refused -> throw new AssertionError(refused.mistakes());
        };
    }

    /** The plan for the operation that a document names. */
    public static Plan plan(ObjectNode document) {
        PlanTarget target = new PlanTarget(
                Scenario.valueOf(document.at("/operation/scenario").asText()),
                document.at("/operation/targetBuild").asText(),
                document.at("/operation/operator").asText());
        return switch (new Planner(ProcedureLibrary.load(), new Conditions())
                .plan(document.path("organization"), document.path("cluster"), target)) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(var reasons) -> throw new AssertionError(reasons);
        };
    }
}
