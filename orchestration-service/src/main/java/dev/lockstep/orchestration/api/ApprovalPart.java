package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.orchestration.approval.Approvals;
import dev.lockstep.orchestration.approval.Approvals.Given;
import dev.lockstep.orchestration.approval.Approvals.Lapse;
import dev.lockstep.orchestration.approval.Approvals.Withdrawal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The approval that a part of a plan needs, and how it stands.
 *
 * @param part what an approver names to approve just this
 * @param steps ids of the steps that wait for it; empty for the whole plan
 * @param needed how many different people have to approve
 * @param counting how many approvals count at this moment
 * @param lapsesAt when there will be fewer than needed, unless somebody approves again; null when there are already
 * @param delegations each approver holds all of these
 * @param approvals given for it, those that lapsed or were withdrawn included
 */
public record ApprovalPart(
        String part,
        Extent extent,
        List<String> steps,
        int needed,
        int counting,
        @Nullable Instant lapsesAt,
        SortedSet<String> delegations,
        List<GivenApproval> approvals) {

    public ApprovalPart {
        steps = List.copyOf(steps);
        approvals = List.copyOf(approvals);
    }

    /**
     * One approval, with the authority that its giver held.
     *
     * @param standing {@code COUNTS}, {@code EXPIRED}, {@code WITHDRAWN} or {@code LAPSED}
     * @param withdrawnAt null unless it was withdrawn, like the reason
     * @param lapsedAt null unless it lapsed for this part because what it rested on did not stay so, like the reason
     * @param carriedFrom the rollout that it was given to, when this one took it over; else null
     * @param asDeputy on what it rests when a deputy gave it; else null
     */
    public record GivenApproval(
            Authority approver,
            Instant decidedAt,
            Instant expiresAt,
            String comment,
            Standing standing,
            @Nullable Instant withdrawnAt,
            @Nullable String withdrawalReason,
            @Nullable Instant lapsedAt,
            @Nullable String lapseReason,
            @Nullable UUID carriedFrom,
            @Nullable Mandate asDeputy) {}

    /** Whether an approval counts for steps that have not begun. */
    public enum Standing {
        COUNTS,
        EXPIRED,
        WITHDRAWN,
        LAPSED
    }

    /** All parts of a rollout's plan. */
    static List<ApprovalPart> of(Approvals approvals, Instant now) {
        return approvals.needs().stream().map(need -> of(need, approvals, now)).toList();
    }

    private static ApprovalPart of(ApprovalNeed need, Approvals approvals, Instant now) {
        List<Instant> ends = approvals.counting(need.part(), now).stream()
                .map(approval -> approval.expiresAt())
                .sorted(Comparator.reverseOrder())
                .toList();
        return new ApprovalPart(
                need.part(),
                need.extent(),
                need.extent() == Extent.PLAN ? List.of() : need.steps(),
                need.approvers(),
                ends.size(),
                ends.size() < need.approvers() ? null : ends.get(need.approvers() - 1),
                need.delegations(),
                approvals.given().stream()
                        .filter(given -> given.isFor(need.part()))
                        .map(given -> given(given, need.part(), now))
                        .toList());
    }

    private static GivenApproval given(Given given, String part, Instant now) {
        Withdrawal withdrawal = given.withdrawal();
        Optional<Lapse> lapse = given.lapse(part);
        return new GivenApproval(
                given.approval().approver(),
                given.approval().decidedAt(),
                given.approval().expiresAt(),
                given.approval().comment(),
                standing(given, part, now),
                withdrawal == null ? null : withdrawal.at(),
                withdrawal == null ? null : withdrawal.reason(),
                lapse.map(Lapse::at).orElse(null),
                lapse.map(Lapse::reason).orElse(null),
                given.origin(),
                given.mandate());
    }

    private static Standing standing(Given given, String part, Instant now) {
        if (given.withdrawal() != null) {
            return Standing.WITHDRAWN;
        }
        if (given.lapse(part).isPresent()) {
            return Standing.LAPSED;
        }
        return given.countsFor(part, now) ? Standing.COUNTS : Standing.EXPIRED;
    }
}
