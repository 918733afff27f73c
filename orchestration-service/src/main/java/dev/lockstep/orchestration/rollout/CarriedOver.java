package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalCarriedOver;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.approval.ApprovalRules;
import dev.lockstep.orchestration.approval.Approvals;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import dev.lockstep.orchestration.rollout.RolloutCommand.Replaced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollout that replaces another one keeps the approvals of what is the same in both plans, and never more than was approved: of the
 * same steps to the letter, by people who could approve the new request too, for no longer, and nothing of which was carried out. What
 * a deputy approved is approved anew: it was given for the time of an arrangement.
 */
final class CarriedOver {

    private CarriedOver() {}

    static Optional<Refusal> refusal(RolloutRequested request, Replaced replaced) {
        Rollout origin = replaced.rollout();
        if (origin.status() == Status.ABORTED && origin.required().cluster().equals(request.cluster())) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                "not-replaceable",
                "Only a rollout of the same cluster that was aborted can be replaced.",
                "Abort the rollout first, or ask for the plan without naming one",
                Map.of()));
    }

    static List<RolloutEvent> approvals(RolloutRequested request, List<ApprovalNeed> needs, Replaced replaced) {
        Map<Approval, List<String>> carried = new LinkedHashMap<>();
        Approvals given = replaced.rollout().approvals();
        for (ApprovalNeed need : needs) {
            if (isSameAndUntouched(need, given, replaced)) {
                for (Approval approval : given.countingInOwnRight(need.part(), request.requestedAt())) {
                    trimmed(approval, need, request)
                            .ifPresent(kept -> carried.computeIfAbsent(kept, _ -> new ArrayList<>())
                                    .add(need.part()));
                }
            }
        }
        return carried.entrySet().stream()
                .<RolloutEvent>map(each -> new ApprovalCarriedOver(
                        request.cluster(),
                        request.rollout(),
                        replaced.rollout().required().rollout(),
                        each.getValue(),
                        each.getKey(),
                        request.requestedAt()))
                .toList();
    }

    private static boolean isSameAndUntouched(ApprovalNeed need, Approvals given, Replaced replaced) {
        return given.needs().stream()
                        .anyMatch(before -> before.part().equals(need.part())
                                && before.extent() == need.extent()
                                && before.content().equals(need.content()))
                && need.steps().stream().noneMatch(replaced.executed()::contains);
    }

    /** The approval as far as it counts for the new request; empty when it does not. */
    private static Optional<Approval> trimmed(Approval approval, ApprovalNeed need, RolloutRequested request) {
        Instant end = approval.decidedAt().plus(need.validity());
        Approval kept = end.isBefore(approval.expiresAt())
                ? new Approval(approval.planHash(), approval.approver(), approval.decidedAt(), end, approval.comment())
                : approval;
        boolean counts = kept.expiresAt().isAfter(request.requestedAt())
                && ApprovalRules.refusal(request, request.planHash(), approval.approver(), need.delegations())
                        .isEmpty();
        return counts ? Optional.of(kept) : Optional.empty();
    }
}
