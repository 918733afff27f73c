package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.PartsApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.approval.ApprovalRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How a rollout is approved, and how approvals are taken back. */
final class ApprovalDecisions {

    private ApprovalDecisions() {}

    static Decision<RolloutEvent> approve(Rollout state, RolloutCommand.Approve approve) {
        Optional<Refusal> refusal = ApprovalRules.refusal(state.required(), approve.planHash(), approve.by(), Set.of());
        if (refusal.isPresent()) {
            return Decision.refuse(refusal.get());
        }
        List<ApprovalNeed> needs = state.approvals().needs();
        if (needs.isEmpty()) {
            return Decision.refuse(
                    "approval-needs-unknown",
                    "This rollout was asked for before it was recorded which approvals a plan needs.",
                    "Abort it and ask for the plan again");
        }
        Optional<Refusal> notNow = ApprovalGateDecisions.refusal(state, approve);
        if (notNow.isPresent()) {
            return Decision.refuse(notNow.get());
        }
        Set<String> unknown = new TreeSet<>(approve.parts());
        needs.forEach(need -> unknown.remove(need.part()));
        if (!unknown.isEmpty()) {
            return Decision.refuse(
                    "unknown-part",
                    "This rollout has no part '%s' to approve.".formatted(String.join("', '", unknown)),
                    "Read the rollout; it names the parts that need approval");
        }
        return approve(state, approve, needs);
    }

    private static Decision<RolloutEvent> approve(
            Rollout state, RolloutCommand.Approve approve, List<ApprovalNeed> needs) {
        boolean all = approve.parts().isEmpty();
        List<ApprovalNeed> wanted = needs.stream()
                .filter(need -> all || approve.parts().contains(need.part()))
                .toList();
        List<ApprovalNeed> fresh = wanted.stream()
                .filter(need -> !state.approvals().counts(approve.by(), need.part(), approve.now()))
                .toList();
        if (all ? fresh.isEmpty() : fresh.size() < wanted.size()) {
            return Decision.refuse(
                    "approved-already",
                    "%s has approved this already, and one person counts once."
                            .formatted(approve.by().name()),
                    "Somebody else with the authority approves; to renew an approval, withdraw it first");
        }
        String token = approve.by().tokenId();
        if (token != null
                && fresh.stream().anyMatch(need -> state.approvals().spent(token, need.part(), approve.now()))) {
            return Decision.refuse(
                    "approver-token-replayed",
                    "%s has approved with this access token before, and that approval counts no more."
                            .formatted(approve.by().name()),
                    "Sign in again and approve with a new token");
        }
        List<ApprovalNeed> possible = new ArrayList<>();
        Optional<Refusal> first = Optional.empty();
        for (ApprovalNeed need : fresh) {
            Optional<Refusal> refusal = refusal(state, approve, need);
            if (refusal.isEmpty()) {
                possible.add(need);
            } else if (first.isEmpty()) {
                first = refusal;
            }
        }
        if (first.isPresent() && (!all || possible.isEmpty())) {
            return Decision.refuse(first.get());
        }
        return Decision.acceptAll(approvals(state, approve, possible));
    }

    private static Optional<Refusal> refusal(Rollout state, RolloutCommand.Approve approve, ApprovalNeed need) {
        return ApprovalRules.refusal(state.required(), approve.planHash(), approve.by(), need.delegations());
    }

    /** One for each validity; that of everything at once is an approval of the plan. */
    private static List<RolloutEvent> approvals(
            Rollout state, RolloutCommand.Approve approve, List<ApprovalNeed> needs) {
        RolloutRequested request = state.required();
        Map<Duration, List<String>> byValidity = needs.stream()
                .collect(Collectors.groupingBy(
                        ApprovalNeed::validity,
                        LinkedHashMap::new,
                        Collectors.mapping(ApprovalNeed::part, Collectors.toList())));
        boolean whole = byValidity.size() == 1
                && needs.size() == state.approvals().needs().size();
        List<RolloutEvent> events = new ArrayList<>();
        ApprovalGateDecisions.passed(state, approve.now()).ifPresent(events::add);
        byValidity.forEach((validity, parts) -> {
            Approval approval = new Approval(
                    approve.planHash(),
                    approve.by(),
                    approve.now(),
                    approve.now().plus(validity),
                    approve.comment());
            events.add(
                    whole
                            ? new RolloutApproved(request.cluster(), request.rollout(), approval)
                            : new PartsApproved(request.cluster(), request.rollout(), parts, approval));
        });
        return events;
    }

    static Decision<RolloutEvent> withdraw(Rollout state, RolloutCommand.WithdrawApproval withdraw) {
        Authority by = withdraw.by();
        if (!state.approvals().holdsOneOf(by)) {
            return Decision.refuse(
                    "nothing-to-withdraw",
                    "%s has approved nothing of this rollout that could be withdrawn.".formatted(by.name()),
                    "Who approved withdraws; others can reject the plan before it starts, or abort the rollout");
        }
        return Decision.accept(new ApprovalWithdrawn(
                state.required().cluster(), state.required().rollout(), by, withdraw.now(), withdraw.reason()));
    }
}
