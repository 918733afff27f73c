package dev.lockstep.orchestration.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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

    private static String full(String where) {
        return "EXCHANGE_FULL_ADMINISTRATOR@" + where;
    }

    private static List<ApprovalNeed> needsInGroups(String policy) {
        return policies(policy).needs(SamplePlan.inGroups());
    }

    @Test
    void whatTheOrganizationCoversIsNotAskedForAtItsGroupsToo() {
        assertThat(needsInGroups(PLAN_POLICY))
                .singleElement()
                .satisfies(need -> assertThat(need.delegations()).containsExactly(full("organization:contoso")));
    }

    @Test
    void aPartIsApprovedWhereItsStepsDemandIt() {
        assertThat(needsInGroups("{id: stage, extent: STAGE, approvers: 1, validity: P1D}"))
                .extracting(ApprovalNeed::part, need -> List.copyOf(need.delegations()))
                .containsExactly(
                        tuple("stage/FP", List.of(full("organization:contoso"))),
                        tuple(
                                "stage/UN",
                                List.of(
                                        full("administrative-group:contoso/First"),
                                        full("administrative-group:contoso/Second"))),
                        tuple("stage/UN+", List.of()),
                        tuple("stage/UE", List.of(full("administrative-group:contoso/First"))));
    }

    @Test
    void aPolicysRoleIsHeldAtTheGroupsOfTheStepWhereItSaysSo() {
        String role = "EXCHANGE_ADMINISTRATOR@";
        String policy = "{id: each, extent: %s, approvers: 1, validity: P1D, authority: EXCHANGE_ADMINISTRATOR, "
                + "authorityAt: ADMINISTRATIVE_GROUP}";
        List<ApprovalNeed> steps = needsInGroups(policy.formatted("STEP"));
        List<ApprovalNeed> stages = needsInGroups(policy.formatted("STAGE"));

        assertThat(steps)
                .extracting(
                        ApprovalNeed::part,
                        need -> need.delegations().stream()
                                .filter(each -> each.startsWith(role))
                                .toList())
                .containsExactly(
                        tuple("each/forest-prep", List.of(role + "organization:contoso")),
                        tuple(
                                "each/start-service",
                                List.of(
                                        role + "administrative-group:contoso/First",
                                        role + "administrative-group:contoso/Second")),
                        tuple(
                                "each/setup",
                                List.of(
                                        role + "administrative-group:contoso/First",
                                        role + "administrative-group:contoso/Second")),
                        tuple("each/move-evs1", List.of(role + "administrative-group:contoso/First")),
                        tuple("each/upgrade-evs1", List.of(role + "administrative-group:contoso/First")));
        assertThat(stages.get(2).part()).isEqualTo("each/UN+");
        assertThat(stages.get(2).delegations())
                .as("a part of checks, of which no group is known")
                .containsExactly(role + "organization:contoso");
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
                "{id: plan, extent: PLAN, approvers: 1, validity: P7D, authority: VIEW_ONLY, authorityAt: MOON} | MOON",
                "{id: plan, extent: PLAN, approvers: 1, validity: P7D, authorityAt: ORGANIZATION} | policies[0].authorityAt",
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
