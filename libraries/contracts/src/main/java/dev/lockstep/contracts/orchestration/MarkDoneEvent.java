package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;
import java.util.UUID;

/** How a held step comes to count as done without having been observed: two persons answer for it. */
public sealed interface MarkDoneEvent extends RolloutEvent {

    /**
     * Somebody wants a held step to count as done although no look showed its effect. Nothing follows from it until somebody else
     * decides.
     *
     * @param proposal which one; a later one of the same hold takes its place
     * @param reason why observation cannot show it
     * @param evidence what does: text, or the name and SHA-256 of a file as the person typed them
     */
    @EventType("lockstep.orchestration.mark-done-proposed.v1")
    record MarkDoneProposed(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            UUID proposal,
            @PersonText(by = "proposedBy") String reason,
            @PersonText(by = "proposedBy") String evidence,
            Authority proposedBy,
            Instant proposedAt)
            implements MarkDoneEvent {}

    /** A second person did not agree that the step counts as done; it is still held. */
    @EventType("lockstep.orchestration.mark-done-rejected.v1")
    record MarkDoneRejected(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            UUID proposal,
            @PersonText(by = "rejectedBy") String reason,
            Authority rejectedBy,
            Instant rejectedAt)
            implements MarkDoneEvent {}

    /**
     * Two persons answer for the step's effect; no look has shown it. It is over, as a completed step is.
     *
     * @param reason the proposer's
     * @param evidence the proposer's
     * @param comment the words of the one who agreed, or an empty text
     */
    @EventType("lockstep.orchestration.step-marked-done.v1")
    record StepMarkedDone(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            UUID proposal,
            @PersonText(by = "proposedBy") String reason,
            @PersonText(by = "proposedBy") String evidence,
            Authority proposedBy,
            Instant proposedAt,
            @PersonText(by = "confirmedBy") String comment,
            Authority confirmedBy,
            Instant confirmedAt)
            implements MarkDoneEvent {}
}
