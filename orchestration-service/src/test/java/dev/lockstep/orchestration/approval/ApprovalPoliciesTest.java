package dev.lockstep.orchestration.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalPoliciesTest {

    private static final String PLAN_POLICY = "{id: plan, extent: PLAN, approvers: 1, validity: P7D}";

    private static ApprovalPolicies policies(String... policies) {
        return ApprovalPolicyFile.read("policies:\n"
                + String.join(
                        "",
                        List.of(policies).stream()
                                .map(policy -> "  - " + policy + "\n")
                                .toList()));
    }

    @Test
    void wholePlanNeedsOneApproverForAWeekUnlessSomethingElseIsConfigured() {
        Plan plan = SamplePlan.plan();

        assertThat(PoliciesInForce.standard().needs(plan)).singleElement().satisfies(need -> {
            assertThat(need.extent()).isEqualTo(Extent.PLAN);
            assertThat(need.approvers()).isEqualTo(1);
            assertThat(need.validity()).isEqualTo(Duration.ofDays(7));
            assertThat(need.steps())
                    .isEqualTo(plan.steps().stream().map(PlanStep::id).toList());
            assertThat(need.delegations()).containsExactly("EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
        });
    }

    @Test
    void planIsApprovedWholeAsSoonAsOneStepOfItIsChosen() {
        String two =
                "{id: no-return, when: {reversibility: [POINT_OF_NO_RETURN]}, extent: PLAN, approvers: 2, validity: P1D}";

        assertThat(policies(PLAN_POLICY, two).needs(SamplePlan.plan()))
                .extracting(ApprovalNeed::part)
                .containsExactly("plan", "no-return");
        assertThat(policies(PLAN_POLICY, two).needs(SamplePlan.withoutPointOfNoReturn()))
                .extracting(ApprovalNeed::part)
                .containsExactly("plan");
    }

    @Test
    void stagesAndStepsAreApprovedByThemselves() {
        List<ApprovalNeed> needs = policies(
                        PLAN_POLICY,
                        "{id: prep, when: {stages: [FP]}, extent: STAGE, approvers: 1, validity: P1D}",
                        "{id: setup, when: {actors: [attended]}, extent: STEP, approvers: 2, validity: PT8H,"
                                + " authority: EXCHANGE_ADMINISTRATOR}")
                .needs(SamplePlan.plan());

        assertThat(needs)
                .extracting(ApprovalNeed::part)
                .containsExactly("plan", "prep/FP", "setup/forest-prep", "setup/setup");
        assertThat(needs.get(1).steps()).containsExactly("check-forest", "forest-prep");
        assertThat(needs.get(3).delegations())
                .containsExactly(
                        "EXCHANGE_ADMINISTRATOR@organization:contoso",
                        "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
    }

    @Test
    void contentOfAPartChangesWithItsStepsAndNothingElse() {
        ApprovalPolicies policies = policies(
                PLAN_POLICY, "{id: each, when: {actors: [attended]}, extent: STEP, approvers: 1, validity: P1D}");

        List<ApprovalNeed> before = policies.needs(SamplePlan.plan());
        List<ApprovalNeed> after = policies.needs(SamplePlan.withOtherInstructionsForSetup());

        assertThat(after)
                .extracting(ApprovalNeed::part)
                .isEqualTo(before.stream().map(ApprovalNeed::part).toList());
        assertThat(after.get(0).content()).isNotEqualTo(before.get(0).content());
        assertThat(after.get(1).content()).isEqualTo(before.get(1).content());
        assertThat(after.get(2).content()).isNotEqualTo(before.get(2).content());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{id: Plan, extent: PLAN, approvers: 1, validity: P7D} | policies[0].id",
                "{extent: PLAN, approvers: 1, validity: P7D} | policies[0].id",
                "{id: plan, approvers: 1, validity: P7D} | policies[0].extent",
                "{id: plan, extent: PLAN, approvers: 0, validity: P7D} | policies[0].approvers",
                "{id: plan, extent: PLAN, approvers: 11, validity: P7D} | policies[0].approvers",
                "{id: plan, extent: PLAN, validity: P7D} | policies[0].approvers",
                "{id: plan, extent: PLAN, approvers: 1, validity: PT1S} | policies[0].validity",
                "{id: plan, extent: PLAN, approvers: 1, validity: P400D} | policies[0].validity",
                "{id: plan, extent: PLAN, approvers: 1} | policies[0].validity",
                "{id: plan, when: {}, extent: PLAN, approvers: 1, validity: P7D} | policies[0].when",
                "{id: plan, when: {stages: [FP]}, extent: PLAN, approvers: 1, validity: P7D} | none is without 'when'",
                "{id: plan, when: {stages: [XX]}, extent: PLAN, approvers: 1, validity: P7D} | no stage 'XX'",
                "{id: plan, extend: PLAN, approvers: 1, validity: P7D} | extend",
                "{id: plan, extent: PLAN, approvers: 1, validity: P7D, authority: KING} | KING",
            })
    void aFileWithMistakesIsRefusedAndNamesThem(String policy, String named) {
        assertThatThrownBy(() -> policies(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aFileWithoutPoliciesIsRefused() {
        for (String file : List.of("", "policies: []", "policies:\n  -\n", "nonsense")) {
            assertThatThrownBy(() -> ApprovalPolicyFile.read(file))
                    .as("file: %s", file)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> policies(PLAN_POLICY, PLAN_POLICY)).hasMessageContaining("there twice");
    }
}
