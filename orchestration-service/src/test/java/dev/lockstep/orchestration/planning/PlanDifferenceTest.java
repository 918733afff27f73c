package dev.lockstep.orchestration.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.orchestration.approval.SamplePlan;
import dev.lockstep.orchestration.planning.PlanDifference.ChangedStep;
import dev.lockstep.orchestration.planning.PlanDifference.Part;
import dev.lockstep.orchestration.planning.PlanDifference.Step;
import dev.lockstep.procedures.ContentHash;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlanDifferenceTest {

    private static final Plan PLAN = SamplePlan.plan();

    private static List<ApprovalNeed> stepByStep(Plan plan) {
        return plan.steps().stream()
                .map(step -> new ApprovalNeed(
                        step.id(),
                        Extent.STEP,
                        List.of(step.id()),
                        ContentHash.of(List.of(step)),
                        1,
                        Duration.ofDays(1),
                        new TreeSet<>()))
                .toList();
    }

    private static PlanDifference between(Plan older, Plan newer) {
        return PlanDifference.between(older, newer, PlanDifferenceTest::stepByStep);
    }

    private static Plan with(List<PlanStep> steps) {
        return new Plan(
                        "",
                        PLAN.scenario(),
                        PLAN.procedure(),
                        PLAN.procedureVersion(),
                        PLAN.cluster(),
                        PLAN.clusterName(),
                        PLAN.targetBuild(),
                        PLAN.operator(),
                        PLAN.attend(),
                        steps)
                .withOwnHash();
    }

    @Test
    void aPlanDoesNotDifferFromItself() {
        PlanDifference difference = between(PLAN, PLAN);

        assertThat(difference.members()).isEmpty();
        assertThat(difference.added()).isEmpty();
        assertThat(difference.removed()).isEmpty();
        assertThat(difference.changed()).isEmpty();
        assertThat(difference.reordered()).isFalse();
        assertThat(difference.unchanged()).isEqualTo(4);
        assertThat(difference.parts()).allMatch(Part::sameContent);
    }

    @Test
    void aChangedStepNamesWhatChangedAndOnlyItsPartIsToBeApprovedAnew() {
        PlanDifference difference = between(PLAN, SamplePlan.withOtherInstructionsForSetup());

        assertThat(difference.changed())
                .containsExactly(new ChangedStep(new Step("setup", "Step setup", "NODE"), List.of("instructions")));
        assertThat(difference.unchanged()).isEqualTo(3);
        assertThat(difference.parts())
                .containsExactly(
                        new Part("check-forest", true),
                        new Part("forest-prep", true),
                        new Part("check-node", true),
                        new Part("setup", false));
    }

    @Test
    void addedRemovedAndReorderedStepsAreTold() {
        List<PlanStep> steps = PLAN.steps();
        Plan shorter = with(List.of(steps.get(2), steps.get(0), steps.get(3)));

        assertThat(between(PLAN, shorter).removed()).containsExactly(new Step("forest-prep", "Step forest-prep", "FP"));
        assertThat(between(PLAN, shorter).added()).isEmpty();
        assertThat(between(PLAN, shorter).reordered()).isTrue();
        assertThat(between(shorter, PLAN).added()).containsExactly(new Step("forest-prep", "Step forest-prep", "FP"));
        assertThat(between(shorter, PLAN).parts()).contains(new Part("forest-prep", false));
    }
}
