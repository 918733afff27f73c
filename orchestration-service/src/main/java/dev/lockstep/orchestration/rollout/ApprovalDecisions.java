package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovedAsDeputy;
import dev.lockstep.contracts.orchestration.ApprovalEvent.PartsApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.approval.ApprovalRules;
import dev.lockstep.orchestration.approval.Approvals.Given;
import dev.lockstep.orchestration.deputy.Arrangement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a rollout is approved, and how approvals are taken back. */
final class ApprovalDecisions {

    private ApprovalDecisions() {}

    static Decision<RolloutEvent> approve(Rollout state, RolloutCommand.Approve approve) {
        RolloutRequested request = state.required();
        Arrangement arrangement = approve.arrangement();
        if (arrangement == null) {
            return approveUnder(state, approve, null);
        }
        return switch (arrangement.use(approve.by(), request.site(), request.cluster(), approve.now())) {
            case Arrangement.Use.Denied(Refusal refusal) -> Decision.refuse(refusal);
            case Arrangement.Use.Permitted(Mandate mandate) -> approveUnder(state, approve, mandate);
        };
    }

    private static Decision<RolloutEvent> approveUnder(
            Rollout state, RolloutCommand.Approve approve, @Nullable Mandate mandate) {
        Optional<Refusal> refusal = refusal(state, approve, mandate, Set.of());
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
        return approveParts(state, approve, mandate, needs);
    }

    private static Decision<RolloutEvent> approveParts(
            Rollout state, RolloutCommand.Approve approve, @Nullable Mandate mandate, List<ApprovalNeed> needs) {
        boolean all = approve.parts().isEmpty();
        List<ApprovalNeed> wanted = needs.stream()
                .filter(need -> all || approve.parts().contains(need.part()))
                .toList();
        Function<ApprovalNeed, Optional<Given>> before =
                need -> state.approvals().counts(approve.by(), mandate, need.part(), approve.now());
        List<ApprovalNeed> fresh =
                wanted.stream().filter(need -> before.apply(need).isEmpty()).toList();
        if (all ? fresh.isEmpty() : fresh.size() < wanted.size()) {
            return Decision.refuse(
                    "approved-already",
                    "%s has approved this already; one person counts once, and a deputy and who lent the authority count as one."
                            .formatted(wanted.stream()
                                    .flatMap(need -> before.apply(need).stream())
                                    .findFirst()
                                    .orElseThrow()
                                    .by()),
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
            Optional<Refusal> refusal = refusal(state, approve, mandate, need.delegations());
            if (refusal.isEmpty()) {
                possible.add(need);
            } else if (first.isEmpty()) {
                first = refusal;
            }
        }
        if (first.isPresent() && (!all || possible.isEmpty())) {
            return Decision.refuse(first.get());
        }
        return Decision.acceptAll(approvals(state, approve, mandate, possible));
    }

    private static Optional<Refusal> refusal(
            Rollout state, RolloutCommand.Approve approve, @Nullable Mandate mandate, Set<String> delegations) {
        RolloutRequested request = state.required();
        return mandate == null
                ? ApprovalRules.refusal(request, approve.planHash(), approve.by(), delegations)
                : ApprovalRules.refusalAsDeputy(request, approve.planHash(), approve.by(), mandate, delegations);
    }

    /** One for each validity; that of everything at once is an approval of the plan. */
    private static List<RolloutEvent> approvals(
            Rollout state, RolloutCommand.Approve approve, @Nullable Mandate mandate, List<ApprovalNeed> needs) {
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
            if (mandate != null) {
                events.add(new ApprovedAsDeputy(request.cluster(), request.rollout(), parts, approval, mandate));
            } else if (whole) {
                events.add(new RolloutApproved(request.cluster(), request.rollout(), approval));
            } else {
                events.add(new PartsApproved(request.cluster(), request.rollout(), parts, approval));
            }
        });
        return events;
    }

    static Decision<RolloutEvent> withdraw(Rollout state, RolloutCommand.WithdrawApproval withdraw) {
        Authority by = withdraw.by();
        if (!state.approvals().holdsOneOf(by)) {
            return Decision.refuse(
                    "nothing-to-withdraw",
                    "%s has approved nothing of this rollout that could be withdrawn, nor has a deputy in their place."
                            .formatted(by.name()),
                    "Who approved withdraws, or whose authority it was; others can reject the plan before it starts, or abort the rollout");
        }
        return Decision.accept(new ApprovalWithdrawn(
                state.required().cluster(), state.required().rollout(), by, withdraw.now(), withdraw.reason()));
    }
}
