package dev.lockstep.orchestration.approval;

import dev.lockstep.access.Delegation;
import dev.lockstep.access.Role;
import dev.lockstep.access.Scope;
import dev.lockstep.access.Target;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may approve a rollout. Whoever fails any of the checks is refused; there is no other way to approve. */
public final class ApprovalRules {

    private ApprovalRules() {}

    /**
     * Why this account may not approve a part of this request in place of a lender, or empty when it may. Role and scope are the deputy's
     * own; the Exchange delegations are what was lent, and no others.
     *
     * @param delegations all of which must have been lent
     */
    public static Optional<Refusal> refusalAsDeputy(
            RolloutRequested request, String planHash, Authority deputy, Mandate mandate, Set<String> delegations) {
        if (mandate.lender().subject().equals(request.requestedBy().subject())) {
            return refuse(
                    "approver-lender-is-requester",
                    "%s asked for this rollout, and %s cannot approve it in their place."
                            .formatted(mandate.lender().name(), deputy.name()),
                    "Somebody else with the role %s approves".formatted(Role.APPROVER.code()));
        }
        return refusal(request, planHash, deputy, Set.of())
                .or(() -> withoutDelegation(mandate.delegations(), delegations)
                        .flatMap(missing -> refuse(
                                "approver-delegation-missing",
                                "A step of the plan needs the Exchange delegation %s, which %s has not lent."
                                        .formatted(missing, mandate.lender().name()),
                                whoHolds(missing))));
    }

    /** Why this account may not approve or reject this request, or empty when it may. */
    public static Optional<Refusal> refusal(
            RolloutRequested request, String planHash, Authority approver, Set<String> delegations) {
        if (!planHash.equals(request.planHash())) {
            return refuse(
                    "plan-mismatch",
                    "The rollout carries out the plan %s, not %s.".formatted(request.planHash(), planHash),
                    "Read the rollout's plan and approve its hash");
        }
        if (approver.subject().equals(request.requestedBy().subject())) {
            return refuse(
                    "approver-is-requester",
                    "%s asked for this rollout and cannot approve it.".formatted(approver.name()),
                    "Somebody else with the role %s approves".formatted(Role.APPROVER.code()));
        }
        return withoutAuthority(request, approver, delegations);
    }

    /** What an account lacks that decides about this rollout as an approver: role, scope, delegations; empty when nothing. */
    public static Optional<Refusal> withoutAuthority(
            RolloutRequested request, Authority approver, Set<String> delegations) {
        if (!approver.roles().contains(Role.APPROVER.code())) {
            return refuse(
                    "approver-role-missing",
                    "%s does not hold the role %s.".formatted(approver.name(), Role.APPROVER.code()),
                    "Somebody with that role approves");
        }
        Target cluster = Target.cluster(request.site(), request.cluster());
        if (approver.scopes().stream().noneMatch(scope -> Scope.parse(scope).covers(cluster))) {
            return refuse(
                    "approver-scope-missing",
                    "No scope of %s covers the cluster %s.".formatted(approver.name(), request.cluster()),
                    "Somebody whose scope covers it approves");
        }
        return withoutDelegation(approver.delegations(), delegations)
                .flatMap(missing -> refuse(
                        "approver-delegation-missing",
                        "A step of the plan needs the Exchange delegation %s, which %s does not hold."
                                .formatted(missing, approver.name()),
                        whoHolds(missing)));
    }

    private static String whoHolds(String delegation) {
        return Delegation.parse(delegation).at() instanceof Scope.AdministrativeGroup
                ? "Somebody who holds it approves, at this administrative group or at the organization"
                : "Somebody who holds it approves; a role at an administrative group does not cover the organization";
    }

    /** The first of the needed delegations that none of those held includes. */
    private static Optional<String> withoutDelegation(Set<String> held, Set<String> needed) {
        return needed.stream()
                .filter(one ->
                        held.stream().noneMatch(each -> Delegation.parse(each).includes(Delegation.parse(one))))
                .findFirst();
    }

    private static Optional<Refusal> refuse(String type, String detail, String remedy) {
        return Optional.of(new Refusal(type, detail, remedy, Map.of()));
    }
}
