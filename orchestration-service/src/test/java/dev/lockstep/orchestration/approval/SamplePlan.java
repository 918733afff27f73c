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
import org.jspecify.annotations.Nullable;

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

    /** ForestPrep, Setup on a node of two administrative groups, and a virtual server of one, with a command and a check of each. */
    public static Plan inGroups() {
        return new Plan(
                        "",
                        Scenario.UPG,
                        "test",
                        "1",
                        new ClusterId("contoso:clu01"),
                        "CLU01",
                        "6.5.6944",
                        null,
                        List.of(),
                        List.of(
                                of(null, null, "forest-prep", Stage.FP, ActorKind.ATTENDED),
                                of("N1", null, "start-service", Stage.UN, ActorKind.AUTOMATIC),
                                of("N1", null, "setup", Stage.UN, ActorKind.ATTENDED, "First", "Second"),
                                of("N1", null, "check-node", Stage.UN_AFTER, ActorKind.CHECK),
                                of("N1", "EVS1", "move-evs1", Stage.UE, ActorKind.AUTOMATIC),
                                of(null, "EVS1", "upgrade-evs1", Stage.UE, ActorKind.ATTENDED, "First")))
                .withOwnHash();
    }

    private static PlanStep of(
            @Nullable String node,
            @Nullable String virtualServer,
            String id,
            Stage stage,
            ActorKind actor,
            String... authorityAt) {
        return step(node, virtualServer, id, stage, actor, Kind.REVERSIBLE, "Act.", authorityAt);
    }

    private static PlanStep step(String id, Stage stage, ActorKind actor, Kind reversibility, String instruction) {
        return step(null, null, id, stage, actor, reversibility, instruction);
    }

    private static PlanStep step(
            @Nullable String node,
            @Nullable String virtualServer,
            String id,
            Stage stage,
            ActorKind actor,
            Kind reversibility,
            String instruction,
            String... authorityAt) {
        return new PlanStep(
                id,
                "Step " + id,
                stage,
                "TEST",
                "CLU01",
                node,
                virtualServer,
                null,
                actor,
                List.of(),
                instruction.isEmpty() ? List.of() : List.of(instruction),
                Map.of(),
                actor == ActorKind.ATTENDED ? "EXCHANGE_FULL_ADMINISTRATOR" : null,
                List.of(authorityAt),
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
