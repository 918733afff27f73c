package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PersonText;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a rollout is approved. */
public sealed interface ApprovalEvent extends RolloutEvent {

    /**
     * With the request: which approvals the plan needs, by the policies in force at that moment.
     *
     * @param needs at least one; every step that changes something is in one or more of them
     */
    @EventType("lockstep.orchestration.approvals-required.v1")
    record ApprovalsRequired(ClusterId cluster, UUID rollout, List<ApprovalNeed> needs) implements ApprovalEvent {
        public ApprovalsRequired {
            needs = List.copyOf(needs);
        }
    }

    /** Somebody other than the requester, with the authority, approved the plan, and with it each of its parts. */
    @EventType("lockstep.orchestration.rollout-approved.v1")
    record RolloutApproved(ClusterId cluster, UUID rollout, Approval approval) implements ApprovalEvent {}

    /**
     * Somebody other than the requester, with the authority, approved parts of the plan.
     *
     * @param parts the needs that the approval counts for; one or more
     */
    @EventType("lockstep.orchestration.parts-approved.v1")
    record PartsApproved(ClusterId cluster, UUID rollout, List<String> parts, Approval approval)
            implements ApprovalEvent {
        public PartsApproved {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Somebody other than the requester approved parts of the plan in place of an approver who is away, with the authority lent by
     * them. Deputy and lender are one: what one of them approved does not count beside what the other did.
     *
     * @param parts the needs that the approval counts for; one or more
     * @param approval by the deputy, with the deputy's own role and scope
     * @param mandate on what it rests
     */
    @EventType("lockstep.orchestration.approved-as-deputy.v1")
    record ApprovedAsDeputy(ClusterId cluster, UUID rollout, List<String> parts, Approval approval, Mandate mandate)
            implements ApprovalEvent {
        public ApprovedAsDeputy {
            parts = List.copyOf(parts);
        }
    }

    /**
     * An approver took back what they had approved, and what was approved in their place: none of it counts from here on.
     */
    @EventType("lockstep.orchestration.approval-withdrawn.v1")
    record ApprovalWithdrawn(
            ClusterId cluster,
            UUID rollout,
            Authority withdrawnBy,
            Instant withdrawnAt,
            @PersonText(by = "withdrawnBy") String reason)
            implements ApprovalEvent {}

    /** Somebody with the authority refused the plan; the rollout ends here. */
    @EventType("lockstep.orchestration.rollout-rejected.v1")
    record RolloutRejected(
            ClusterId cluster,
            UUID rollout,
            Authority rejectedBy,
            Instant rejectedAt,
            @PersonText(by = "rejectedBy") String reason)
            implements ApprovalEvent {}

    /**
     * Somebody wants to approve a plan that nothing has been carried out of: are the requirements of its design met?
     *
     * @param stages at which to evaluate
     * @param operator the account that will carry steps out, for the permission requirements
     * @param versions evaluate at exactly these; the newest that were recorded
     */
    @EventType("lockstep.orchestration.approval-gate-requested.v1")
    record ApprovalGateRequested(
            ClusterId cluster,
            UUID rollout,
            UUID gate,
            Scenario scenario,
            List<Stage> stages,
            @Nullable String operator,
            String targetBuild,
            InventoryVersions versions,
            Instant requestedAt)
            implements ApprovalEvent {

        /** What the answer to such a gate names as its step. */
        public static final String STEP = "";

        public ApprovalGateRequested {
            stages = List.copyOf(stages);
        }
    }

    /** The gate is open: the approvals that follow rest on these facts, until another gate is asked for. */
    @EventType("lockstep.orchestration.approval-gate-passed.v1")
    record ApprovalGatePassed(ClusterId cluster, UUID rollout, UUID gate, InventoryVersions versions, Instant passedAt)
            implements ApprovalEvent {}

    /**
     * Approvals count no more that had counted: what they rested on did not stay so.
     *
     * @param step whose turn it was
     * @param parts for which no approval that was given before counts any more; one or more
     * @param reasons in words, one or more
     */
    @EventType("lockstep.orchestration.approvals-lapsed.v1")
    record ApprovalsLapsed(
            ClusterId cluster,
            UUID rollout,
            String step,
            List<String> parts,
            @PersonText List<String> reasons,
            Instant lapsedAt)
            implements ApprovalEvent {
        public ApprovalsLapsed {
            parts = List.copyOf(parts);
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * With the request: an approval given to a rollout that this one replaces counts here too, for parts that are the same in both
     * plans and of which nothing was carried out there.
     *
     * @param origin the rollout that it was given to
     * @param parts what it counts for
     * @param approval as it was given, to the plan of the origin; it never counts longer than it did there
     */
    @EventType("lockstep.orchestration.approval-carried-over.v1")
    record ApprovalCarriedOver(
            ClusterId cluster, UUID rollout, UUID origin, List<String> parts, Approval approval, Instant carriedAt)
            implements ApprovalEvent {
        public ApprovalCarriedOver {
            parts = List.copyOf(parts);
        }
    }
}
