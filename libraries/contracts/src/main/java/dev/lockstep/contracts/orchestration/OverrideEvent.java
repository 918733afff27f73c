package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Break glass: a step goes on without the approvals that it needs, because two persons answer for that. */
public sealed interface OverrideEvent extends RolloutEvent {

    /**
     * Somebody wants a step that waits for approval to go on without it. Nothing follows from it until somebody else agrees.
     *
     * @param proposal which one; a later one takes its place
     * @param reason why it cannot wait
     */
    @EventType("lockstep.orchestration.override-proposed.v1")
    record OverrideProposed(
            ClusterId cluster,
            UUID rollout,
            String step,
            UUID proposal,
            @PersonText(by = "proposedBy") String reason,
            Authority proposedBy,
            Instant proposedAt)
            implements OverrideEvent {}

    /**
     * A second person agreed: this step, and no other, may begin without the approvals that it lacks. Its gate and its locks are not
     * touched by that.
     *
     * @param reason the proposer's
     * @param comment the words of the one who agreed, or an empty text
     * @param expiresAt after which the step needs its approvals again, unless it has begun
     * @param missing what the step lacked, each in words; one or more
     */
    @EventType("lockstep.orchestration.approval-overridden.v1")
    record ApprovalOverridden(
            ClusterId cluster,
            UUID rollout,
            String step,
            UUID proposal,
            @PersonText(by = "proposedBy") String reason,
            Authority proposedBy,
            Instant proposedAt,
            @PersonText(by = "confirmedBy") String comment,
            Authority confirmedBy,
            Instant confirmedAt,
            Instant expiresAt,
            @PersonText List<String> missing)
            implements OverrideEvent {
        public ApprovalOverridden {
            missing = List.copyOf(missing);
        }
    }
}
