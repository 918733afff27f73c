package dev.lockstep.audit.history;

import dev.lockstep.audit.history.RolloutHistory.Act;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.PauseEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.StateLeftEvent;
import java.util.Optional;

/** What people did while a rollout went on, as its entries tell it. */
final class Acts {

    private Acts() {}

    /** The act that an event tells of; empty when nobody did anything but approve, or nobody did anything. */
    static Optional<Act> of(long index, RolloutEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case OverrideEvent.OverrideProposed e ->
                        new Act(
                                index,
                                Act.Kind.OVERRIDE_PROPOSED,
                                e.step(),
                                e.proposedBy(),
                                e.proposedAt(),
                                "it goes on without approval: " + e.reason());
                    case OverrideEvent.ApprovalOverridden e ->
                        new Act(
                                index,
                                Act.Kind.OVERRIDE_CONFIRMED,
                                e.step(),
                                e.confirmedBy(),
                                e.confirmedAt(),
                                "it goes on without approval until %s, as %s wants: %s; it lacked: %s"
                                        .formatted(
                                                e.expiresAt(),
                                                e.proposedBy().name(),
                                                e.reason(),
                                                String.join("; ", e.missing())));
                    case RolloutEvent.RolloutStarted e ->
                        new Act(index, Act.Kind.STARTED, null, e.startedBy(), e.startedAt(), "");
                    case PauseEvent.RolloutPaused e ->
                        new Act(index, Act.Kind.PAUSED, null, e.pausedBy(), e.pausedAt(), e.reason());
                    case PauseEvent.RolloutResumed e ->
                        new Act(index, Act.Kind.RESUMED, null, e.resumedBy(), e.resumedAt(), e.reason());
                    case RolloutEvent.WorkAttested e ->
                        new Act(
                                index,
                                Act.Kind.ATTESTED,
                                e.step(),
                                e.attestedBy(),
                                e.attestedAt(),
                                "%s%s: %s"
                                        .formatted(
                                                e.attestation().outcome(),
                                                e.attestation().filesInWords(),
                                                e.attestation().evidence()));
                    case RolloutEvent.HoldDecided e ->
                        new Act(
                                index,
                                Act.Kind.DECIDED,
                                e.step(),
                                e.decidedBy(),
                                e.decidedAt(),
                                e.decision() + ": " + e.reason());
                    case MarkDoneEvent.MarkDoneProposed e ->
                        new Act(
                                index,
                                Act.Kind.PROPOSED,
                                e.step(),
                                e.proposedBy(),
                                e.proposedAt(),
                                "it counts as done, unobserved: %s; evidence: %s".formatted(e.reason(), e.evidence()));
                    case MarkDoneEvent.MarkDoneRejected e ->
                        new Act(
                                index,
                                Act.Kind.REJECTED,
                                e.step(),
                                e.rejectedBy(),
                                e.rejectedAt(),
                                "it does not count as done: " + e.reason());
                    case MarkDoneEvent.StepMarkedDone e ->
                        new Act(
                                index,
                                Act.Kind.CONFIRMED,
                                e.step(),
                                e.confirmedBy(),
                                e.confirmedAt(),
                                "it counts as done, unobserved, as %s says: %s"
                                        .formatted(e.proposedBy().name(), e.comment()));
                    case ApprovalEvent.ApprovalWithdrawn e ->
                        new Act(index, Act.Kind.APPROVAL_WITHDRAWN, null, e.withdrawnBy(), e.withdrawnAt(), e.reason());
                    case StateLeftEvent.StateLeftAcknowledged e ->
                        new Act(
                                index,
                                Act.Kind.STATE_ACKNOWLEDGED,
                                e.step(),
                                e.acknowledgedBy(),
                                e.acknowledgedAt(),
                                "the cluster is left so: " + e.state());
                    case RolloutEvent.RolloutAborted e ->
                        new Act(index, Act.Kind.ABORTED, null, e.abortedBy(), e.abortedAt(), e.reason());
                    case RolloutEvent _ -> null;
                });
    }
}
