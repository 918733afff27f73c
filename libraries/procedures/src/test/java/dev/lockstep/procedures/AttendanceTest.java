package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.procedures.PlanStep.ActorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Automatic steps that a person carries out because whoever plans wants it so. */
class AttendanceTest {

    private final Planner planner = new Planner(ProcedureLibrary.load(), new Conditions());
    private final ObjectNode document = Documents.demo();
    private final Plan plain = planned();

    private Planning planning(String... attend) {
        PlanTarget wanted = Documents.target(document);
        return planner.plan(
                document.path("organization"),
                document.path("cluster"),
                new PlanTarget(wanted.scenario(), wanted.targetBuild(), wanted.operator(), List.of(attend)));
    }

    private Plan planned(String... attend) {
        return switch (planning(attend)) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }

    private static List<PlanStep> of(Plan plan, String action) {
        return plan.steps().stream()
                .filter(step -> step.action().equals(action))
                .toList();
    }

    @Test
    void aPlanInWhichNothingIsNamedIsWhatItWas() {
        assertThat(plain.toJson().has("attend")).isFalse();
        assertThat(Plan.read(plain.toJson().toString()).attend()).isEmpty();
    }

    @Test
    void everyStepOfAnActionIsAttendedWithItsCommandAsInstruction() {
        Plan plan = planned("TEST_FAILOVER");

        assertThat(of(plan, "TEST_FAILOVER")).hasSizeGreaterThan(3).allSatisfy(step -> {
            PlanStep before = plain.step(step.id()).orElseThrow();
            assertThat(step.actor()).isEqualTo(ActorKind.ATTENDED);
            assertThat(step.outline().actor()).isEqualTo(Actor.PERSON);
            assertThat(step.command()).isEmpty();
            assertThat(step.instructions().getFirst()).endsWith(CommandText.line(before.command()));
            assertThat(step.attempts()).isEqualTo(1);
            assertThat(step.verify()).isEqualTo(before.verify());
            assertThat(step.locks()).isEqualTo(before.locks());
            assertThat(step.requires()).isEqualTo(before.requires());
            assertThat(step.effects()).isEqualTo(before.effects());
        });
        assertThat(plan.steps())
                .filteredOn(step -> !step.action().equals("TEST_FAILOVER"))
                .isEqualTo(plain.steps().stream()
                        .filter(step -> !step.action().equals("TEST_FAILOVER"))
                        .toList());
    }

    @Test
    void aSingleStepIsAttendedAndItsUndoIsLeftToPeople() {
        Plan plan = planned("create-group-evs2");

        assertThat(of(plan, "CREATE_GROUP").stream().map(PlanStep::actor))
                .containsExactly(ActorKind.AUTOMATIC, ActorKind.ATTENDED, ActorKind.AUTOMATIC);
        PlanStep.Reversibility back =
                plan.step("create-group-evs2").orElseThrow().reversibility();
        assertThat(back.byCommand()).isNull();
        assertThat(back.undo()).isEqualTo("cluster /cluster:CLU01 group EVS2 /delete");
    }

    @Test
    void theChoiceIsPartOfThePlanAndItsOrderIsNot() {
        Plan plan = planned("TEST_FAILOVER", "create-group-evs2");

        assertThat(plan.hash()).isNotEqualTo(plain.hash());
        assertThat(plan.attend()).containsExactly("TEST_FAILOVER", "create-group-evs2");
        assertThat(planned("create-group-evs2", "TEST_FAILOVER", "TEST_FAILOVER"))
                .isEqualTo(plan);
        assertThat(Plan.read(plan.toJson().toString())).isEqualTo(plan);
    }

    @Test
    void whatCannotBeAttendedIsRefusedWithWhatCan() {
        assertThat(planning("DRIVE_TO_THE_SITE", "move-mountains"))
                .isInstanceOfSatisfying(
                        Planning.NoPlan.class,
                        none -> assertThat(none.reasons())
                                .singleElement()
                                .asString()
                                .startsWith("'DRIVE_TO_THE_SITE', 'move-mountains' are no automatic steps")
                                .contains("ADD_DEPENDENCY, ", "CREATE_GROUP", "TEST_FAILOVER")
                                .doesNotContain("RUN_SETUP"));
        assertThat(planning("RUN_SETUP", "verify-evs1"))
                .isEqualTo(new Planning.NoPlan(List.of(
                        "'RUN_SETUP' is attended anyway", "'verify-evs1' only checks, and nobody carries it out")));
    }

    @Test
    void aLineIsOneThatACommandPromptTakesApartAsItWasMeant() {
        assertThat(CommandText.line(List.of("cluster", "res", "Disk E: (R&D)", "/moveto:A B", "", "a|b", "/online")))
                .isEqualTo("cluster res \"Disk E: (R&D)\" \"/moveto:A B\" \"\" \"a|b\" /online");
    }
}
