package dev.lockstep.orchestration.approval;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Reversibility;
import dev.lockstep.procedures.PlanStep.Reversibility.Kind;
import dev.lockstep.procedures.PlanStep.Skip;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A plan of four steps in two stages: checks and attended work, one of them without a way back. */
public final class SamplePlan {

    private SamplePlan() {}

    public static Plan plan() {
        return of(Kind.POINT_OF_NO_RETURN, "Run Setup.");
    }

    public static Plan withoutPointOfNoReturn() {
        return of(Kind.REVERSIBLE, "Run Setup.");
    }

    public static Plan withOtherInstructionsForSetup() {
        return of(Kind.POINT_OF_NO_RETURN, "Run Setup, and read its log.");
    }

    private static Plan of(Kind reversibilityOfForestPrep, String instructionsOfSetup) {
        return new Plan(
                        "",
                        Scenario.NEW,
                        "test",
                        "1",
                        new ClusterId("contoso:clu01"),
                        "CLU01",
                        "6.5.6944",
                        null,
                        List.of(),
                        List.of(
                                step("check-forest", Stage.FP, ActorKind.CHECK, Kind.NOTHING_TO_UNDO, ""),
                                step(
                                        "forest-prep",
                                        Stage.FP,
                                        ActorKind.ATTENDED,
                                        reversibilityOfForestPrep,
                                        "Run ForestPrep."),
                                step("check-node", Stage.NODE, ActorKind.CHECK, Kind.NOTHING_TO_UNDO, ""),
                                step("setup", Stage.NODE, ActorKind.ATTENDED, Kind.REVERSIBLE, instructionsOfSetup)))
                .withOwnHash();
    }

    private static PlanStep step(String id, Stage stage, ActorKind actor, Kind reversibility, String instruction) {
        return new PlanStep(
                id,
                "Step " + id,
                stage,
                "TEST",
                "CLU01",
                null,
                null,
                null,
                actor,
                List.of(),
                instruction.isEmpty() ? List.of() : List.of(instruction),
                Map.of(),
                actor == ActorKind.ATTENDED ? "EXCHANGE_FULL_ADMINISTRATOR" : null,
                List.of(),
                List.of(stage),
                null,
                List.of(),
                List.of(),
                new Skip(null, null, null),
                "true",
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1,
                FailureClass.HOLD,
                Repeatability.ONCE,
                new Reversibility(reversibility, null, null),
                List.of());
    }
}
