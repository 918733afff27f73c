package dev.lockstep.audit.timeline;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.PauseEvent;
import dev.lockstep.contracts.orchestration.PlanEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.StateLeftEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.validation.OwnRequirementsChanged;
import dev.lockstep.contracts.validation.WaiverEvent;
import java.util.Optional;

/** With what authority somebody did what an event tells. */
final class Authorities {

    private Authorities() {}

    static Optional<Authority> of(PublishedEvent event) {
        return switch (event) {
            case PlanEvent.PlanMade e -> Optional.of(e.plannedBy());
            case RolloutEvent.RolloutRequested e -> Optional.of(e.requestedBy());
            case ApprovalEvent.RolloutApproved e -> Optional.of(e.approval().approver());
            case ApprovalEvent.PartsApproved e -> Optional.of(e.approval().approver());
            case ApprovalEvent.ApprovedAsDeputy e -> Optional.of(e.approval().approver());
            case ApprovalEvent.ApprovalWithdrawn e -> Optional.of(e.withdrawnBy());
            case ApprovalEvent.RolloutRejected e -> Optional.of(e.rejectedBy());
            case ApprovalEvent.ApprovalCarriedOver e -> Optional.of(e.approval().approver());
            case OverrideEvent.OverrideProposed e -> Optional.of(e.proposedBy());
            case OverrideEvent.ApprovalOverridden e -> Optional.of(e.confirmedBy());
            case DeputyEvent.DeputyAppointed e -> Optional.of(e.appointedBy());
            case DeputyEvent.DeputyAgreed e -> Optional.of(e.agreedBy());
            case DeputyEvent.DeputyEnded e -> Optional.of(e.endedBy());
            case RolloutEvent.RolloutStarted e -> Optional.of(e.startedBy());
            case StateLeftEvent.StateLeftAcknowledged e -> Optional.of(e.acknowledgedBy());
            case PauseEvent.RolloutPaused e -> Optional.of(e.pausedBy());
            case PauseEvent.RolloutResumed e -> Optional.of(e.resumedBy());
            case RolloutEvent.RolloutAborted e -> Optional.of(e.abortedBy());
            case RolloutEvent.WorkAttested e -> Optional.of(e.attestedBy());
            case RolloutEvent.HoldDecided e -> Optional.of(e.decidedBy());
            case MarkDoneEvent.MarkDoneProposed e -> Optional.of(e.proposedBy());
            case MarkDoneEvent.MarkDoneRejected e -> Optional.of(e.rejectedBy());
            case MarkDoneEvent.StepMarkedDone e -> Optional.of(e.confirmedBy());
            case WaiverEvent.WaiverRequested e -> Optional.of(e.requestedBy());
            case WaiverEvent.WaiverApproved e -> Optional.of(e.approvedBy());
            case WaiverEvent.WaiverRejected e -> Optional.of(e.rejectedBy());
            case WaiverEvent.WaiverRevoked e -> Optional.of(e.revokedBy());
            case OwnRequirementsChanged e -> Optional.of(e.changedBy());
            case RecordsEvent.HoldPlaced e -> Optional.of(e.placedBy());
            case RecordsEvent.HoldLifted e -> Optional.of(e.liftedBy());
            case RecordsEvent.ErasureRequested e -> Optional.of(e.requestedBy());
            case RecordsEvent.PersonErased e -> Optional.of(e.confirmedBy());
            case PlatformEvent.AccessDecided e -> Optional.of(e.account());
            case PlatformEvent.ActRefused e -> Optional.of(e.account());
            case PlatformEvent.HistoryRead e -> Optional.of(e.account());
            case PublishedEvent _ -> Optional.empty();
        };
    }
}
