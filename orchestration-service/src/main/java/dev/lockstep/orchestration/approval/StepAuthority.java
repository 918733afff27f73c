package dev.lockstep.orchestration.approval;

import dev.lockstep.access.Delegation;
import dev.lockstep.access.Delegation.ExchangeRole;
import dev.lockstep.access.Scope;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Exchange delegations with which a step of a plan is approved: which role, and where it is held. */
public final class StepAuthority {

    private StepAuthority() {}

    /** What the step itself demands: all of these; none when it needs no authority. */
    public static Set<String> of(PlanStep step, OrganizationId organization) {
        return texts(demandedBy(step, organization));
    }

    static Stream<Delegation> demandedBy(PlanStep step, OrganizationId organization) {
        String role = step.authority();
        return role == null ? Stream.empty() : held(ExchangeRole.valueOf(role), step.authorityAt(), organization);
    }

    /** A role where administrative groups are enough for each of the steps that change something, else at the organization. */
    static Stream<Delegation> atGroupsOf(List<PlanStep> steps, ExchangeRole role, Plan plan) {
        List<List<String>> groups = steps.stream()
                .filter(step -> step.actor() != ActorKind.CHECK)
                .map(step -> groups(step, plan))
                .toList();
        return held(
                role,
                groups.stream().anyMatch(List::isEmpty)
                        ? List.of()
                        : groups.stream().flatMap(List::stream).distinct().toList(),
                plan.cluster().organization());
    }

    /** A role at each of the administrative groups; at the organization when there are none. */
    private static Stream<Delegation> held(ExchangeRole role, List<String> groups, OrganizationId organization) {
        return groups.isEmpty()
                ? Stream.of(new Delegation(role, new Scope.Organization(organization)))
                : groups.stream()
                        .map(group -> new Delegation(role, new Scope.AdministrativeGroup(organization, group)));
    }

    /**
     * Where a step demands authority or, when it demands none, all steps do that the plan has for the same virtual server, or else the same
     * node; none when one of them takes the organization, and when there are no such steps.
     */
    private static List<String> groups(PlanStep step, Plan plan) {
        List<PlanStep> telling = step.authority() != null
                ? List.of(step)
                : plan.steps().stream()
                        .filter(other -> other.authority() != null && isOfTheSame(other, step))
                        .toList();
        return telling.stream().anyMatch(other -> other.authorityAt().isEmpty())
                ? List.of()
                : telling.stream()
                        .flatMap(other -> other.authorityAt().stream())
                        .distinct()
                        .toList();
    }

    private static boolean isOfTheSame(PlanStep one, PlanStep other) {
        return other.virtualServer() != null
                ? other.virtualServer().equals(one.virtualServer())
                : other.node() != null
                        && one.virtualServer() == null
                        && other.node().equals(one.node());
    }

    /** As tokens spell them, without those at an administrative group that one at the organization covers. */
    static SortedSet<String> texts(Stream<Delegation> demanded) {
        Collection<Delegation> all = demanded.toList();
        return all.stream()
                .filter(one -> one.at() instanceof Scope.Organization
                        || all.stream()
                                .noneMatch(other -> other.at() instanceof Scope.Organization && other.includes(one)))
                .map(Delegation::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
