package dev.lockstep.orchestration.approval;

import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.procedures.ContentHash;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
                Stream.concat(
                                Stream.ofNullable(policy.authority()).map(Enum::name),
                                steps.stream().map(PlanStep::authority).filter(Objects::nonNull))
                        .map(role -> "%s@organization:%s"
                                .formatted(role, plan.cluster().organization()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
