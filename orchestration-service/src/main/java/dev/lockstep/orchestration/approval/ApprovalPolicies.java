package dev.lockstep.orchestration.approval;

import dev.lockstep.access.Delegation;
import dev.lockstep.access.Delegation.ExchangeRole;
import dev.lockstep.access.Scope;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.procedures.ContentHash;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The policies in force.
 *
 * @param all at least one of them is about every step
 */
public record ApprovalPolicies(List<ApprovalPolicy> all) {

    public ApprovalPolicies {
        all = List.copyOf(all);
        if (all.stream().noneMatch(policy -> policy.when().equals(ApprovalPolicy.When.ALWAYS))) {
            throw new IllegalArgumentException("no policy is about every step: some steps would need no approval");
        }
    }

    /** The approvals that a plan needs, in the order of the policies and of the plan. */
    public List<ApprovalNeed> needs(Plan plan) {
        return all.stream().flatMap(policy -> needs(policy, plan)).toList();
    }

    private static Stream<ApprovalNeed> needs(ApprovalPolicy policy, Plan plan) {
        List<PlanStep> chosen = plan.steps().stream()
                .filter(step -> policy.when().matches(plan.scenario(), step))
                .toList();
        if (chosen.isEmpty()) {
            return Stream.empty();
        }
        return switch (policy.extent()) {
            case PLAN -> Stream.of(need(policy, policy.id(), plan.steps(), plan));
            case STAGE ->
                byStage(plan, chosen).entrySet().stream()
                        .map(stage -> need(policy, policy.id() + "/" + stage.getKey(), stage.getValue(), plan));
            case STEP ->
                chosen.stream()
                        .filter(step -> step.actor() != ActorKind.CHECK)
                        .map(step -> need(policy, policy.id() + "/" + step.id(), List.of(step), plan));
        };
    }

    private static Map<String, List<PlanStep>> byStage(Plan plan, List<PlanStep> chosen) {
        Map<String, List<PlanStep>> stages = new LinkedHashMap<>();
        chosen.forEach(step -> stages.putIfAbsent(step.stage().code(), new ArrayList<>()));
        plan.steps().forEach(step -> {
            List<PlanStep> stage = stages.get(step.stage().code());
            if (stage != null) {
                stage.add(step);
            }
        });
        return stages;
    }

    private static ApprovalNeed need(ApprovalPolicy policy, String part, List<PlanStep> steps, Plan plan) {
        return new ApprovalNeed(
                part,
                policy.extent(),
                steps.stream().map(PlanStep::id).toList(),
                ContentHash.of(steps),
                policy.approvers(),
                policy.validity(),
                StepAuthority.texts(Stream.concat(
                        demandedBy(policy, steps, plan),
                        steps.stream()
                                .flatMap(step -> StepAuthority.demandedBy(
                                        step, plan.cluster().organization())))));
    }

    /** What the policy asks for besides what the steps do. */
    private static Stream<Delegation> demandedBy(ApprovalPolicy policy, List<PlanStep> steps, Plan plan) {
        ExchangeRole role = policy.authority();
        if (role == null) {
            return Stream.empty();
        }
        return switch (policy.authorityAt()) {
            case ORGANIZATION ->
                Stream.of(new Delegation(
                        role, new Scope.Organization(plan.cluster().organization())));
            case ADMINISTRATIVE_GROUP -> StepAuthority.atGroupsOf(steps, role, plan);
        };
    }
}
