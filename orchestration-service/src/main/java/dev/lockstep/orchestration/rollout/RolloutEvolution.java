package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalCarriedOver;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsLapsed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovedAsDeputy;
import dev.lockstep.contracts.orchestration.ApprovalEvent.PartsApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutRejected;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneRejected;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.OverrideEvent.ApprovalOverridden;
import dev.lockstep.contracts.orchestration.OverrideEvent.OverrideProposed;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutResumed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutCompleted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepCompleted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepSkipped;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepUndone;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.orchestration.StateLeftEvent.MixedStateLeft;
import dev.lockstep.contracts.orchestration.StateLeftEvent.StateLeftAcknowledged;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.orchestration.approval.Approvals;
import dev.lockstep.orchestration.approval.Approvals.Gate;
import dev.lockstep.orchestration.approval.Approvals.Lapse;
import dev.lockstep.orchestration.approval.Approvals.Withdrawal;
import dev.lockstep.orchestration.approval.BreakGlass;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Mending;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How events change what is known of a rollout. */
final class RolloutEvolution {

    private RolloutEvolution() {}

    static Rollout evolve(Rollout state, RolloutEvent event) {
        return switch (event) {
            case RolloutRequested requested ->
                new Rollout(Status.REQUESTED, requested, Approvals.NONE, 0, Set.of(), null, null, false);
            case ApprovalsRequired required ->
                withApprovals(
                        state,
                        state.approvals().needing(required.needs()),
                        state.required().requestedAt());
            case RolloutApproved(var _, var _, Approval approval) ->
                withApprovals(state, state.approvals().with(approval, List.of()), approval.decidedAt());
            case PartsApproved(var _, var _, List<String> parts, Approval approval) ->
                withApprovals(state, state.approvals().with(approval, parts), approval.decidedAt());
            case ApprovedAsDeputy(var _, var _, List<String> parts, Approval approval, Mandate mandate) ->
                withApprovals(state, state.approvals().asDeputy(approval, parts, mandate), approval.decidedAt());
            case ApprovalWithdrawn(var _, var _, Authority by, Instant at, String reason) ->
                withApprovals(state, state.approvals().withdrawn(by, new Withdrawal(at, reason)), at);
            case ApprovalGateRequested asked ->
                asking(state, new Gate(asked.gate(), asked.versions(), asked.requestedAt(), false));
            case ApprovalGatePassed passed -> {
                Gate asked = Objects.requireNonNull(state.approvals().gate());
                yield asking(state, new Gate(asked.id(), asked.versions(), asked.askedAt(), true));
            }
            case ApprovalsLapsed lapsed ->
                withApprovals(
                        state,
                        state.approvals()
                                .lapsed(new Lapse(
                                        Set.copyOf(lapsed.parts()),
                                        lapsed.lapsedAt(),
                                        String.join("; ", lapsed.reasons()))),
                        lapsed.lapsedAt());
            case OverrideProposed proposed ->
                overriding(state, state.approvals().override().proposing(proposed));
            case ApprovalOverridden overridden ->
                overriding(state, state.approvals().override().confirming(overridden));
            case ApprovalCarriedOver carried ->
                withApprovals(
                        state,
                        state.approvals().carriedOver(carried.approval(), carried.parts(), carried.origin()),
                        carried.carriedAt());
            case RolloutRejected _ -> withStatus(state, Status.REJECTED);
            case RolloutStarted _ -> withStatus(state, Status.RUNNING);
            case RolloutCompleted _ -> withStatus(state, Status.COMPLETED);
            case RolloutAborted _ -> withStatus(state, Status.ABORTED);
            case StateLeftAcknowledged _, LateResultRecorded _ -> state;
            case MixedStateLeft _ -> told(state, true);
            case RolloutPaused paused -> pausedBy(state, paused);
            case RolloutResumed _ -> pausedBy(state, null);
            case StepBegun begun -> begun(state, begun);
            case StepCompleted completed ->
                finished(moved(state, event, completed.completedAt()).build());
            case StepSkipped skipped -> {
                Rollout after =
                        finished(moved(state, event, skipped.skippedAt()).build());
                Set<String> all = new HashSet<>(after.skipped());
                all.add(skipped.step());
                yield new Rollout(
                        after.status(),
                        after.request(),
                        after.approvals(),
                        after.next(),
                        all,
                        after.current(),
                        after.pause(),
                        after.stateTold());
            }
            case TaskCreated created -> created(state, created);
            case TaskGranted granted ->
                moved(state, granted, granted.grantedAt()).sameMoment().taken().build();
            case FactsReported reported ->
                moved(state, reported, reported.observedAt())
                        .task(null, null)
                        .failedLooks(0)
                        .reported(reported)
                        .build();
            case LookFailed failed -> lookFailed(state, failed);
            case GateRequested asked ->
                moved(state, asked, asked.requestedAt())
                        .gate(asked.gate(), asked.versions())
                        .build();
            case GatePassed passed ->
                moved(state, passed, since(state)).gateOpen().build();
            case StepWaiting waiting ->
                moved(state, waiting, waiting.since())
                        .task(null, null)
                        .waiting(waiting.cause(), waiting.reasons())
                        .build();
            case LocksGranted granted ->
                moved(state, granted, granted.at()).locks(granted.locks()).build();
            case StepExecutionStarted started ->
                moved(state, started, started.startedAt()).build();
            case CommandEnded ended -> {
                StepChange change = moved(state, ended, ended.endedAt()).task(null, null);
                yield current(state).phase() == Phase.UNDOING
                        ? change.checkingSince(ended.endedAt()).build()
                        : change.build();
            }
            case WorkAttested attested ->
                moved(state, attested, attested.attestedAt())
                        .attestedAlsoBy(attested.attestedBy().subject())
                        .saidNotDone(attested.attestation().outcome() == Attestation.Outcome.NOT_DONE)
                        .build();
            case StepHeld held ->
                moved(state, held, held.heldAt())
                        .task(null, null)
                        .held(held.reason(), held.outcomeUnknown())
                        .mending(mending(current(state), held))
                        .undo(null)
                        .build();
            case HoldDecided decided ->
                moved(state, decided, decided.decidedAt())
                        .checkingSince(null)
                        .undo(decided.decision() == Decision.UNDO ? decided : null)
                        .mending(null)
                        .build();
            case StepUndone undone ->
                moved(state, undone, undone.undoneAt())
                        .held(UndoDecisions.takenBack(undone), false)
                        .checkingSince(null)
                        .undo(null)
                        .build();
            case MarkDoneProposed proposed ->
                moved(state, proposed, proposed.proposedAt())
                        .sameMoment()
                        .proposal(proposed)
                        .build();
            case MarkDoneRejected rejected ->
                moved(state, rejected, rejected.rejectedAt())
                        .sameMoment()
                        .proposal(null)
                        .build();
            case StepMarkedDone marked ->
                told(finished(moved(state, marked, marked.confirmedAt()).build()), false);
            case LocksReleased released -> released(state, released);
        };
    }

    private static Rollout asking(Rollout state, Gate gate) {
        return with(state, state.approvals().asking(gate));
    }

    private static Rollout overriding(Rollout state, BreakGlass said) {
        return with(state, state.approvals().overriding(said));
    }

    private static Rollout with(Rollout state, Approvals approvals) {
        return new Rollout(
                state.status(),
                state.request(),
                approvals,
                state.next(),
                state.skipped(),
                state.current(),
                state.pause(),
                state.stateTold());
    }

    /** Before it starts, a rollout is approved when its first change could be carried out. */
    private static Rollout withApprovals(Rollout state, Approvals approvals, Instant at) {
        Rollout after = with(state, approvals);
        boolean begun = state.status() != Status.REQUESTED && state.status() != Status.APPROVED;
        return begun
                ? after
                : withStatus(after, after.missingToStart(at).isEmpty() ? Status.APPROVED : Status.REQUESTED);
    }

    private static Rollout withStatus(Rollout state, Status status) {
        CurrentStep current = state.current();
        if (status.isOver() && !(current != null && current.outcomeUnknown())) {
            current = null;
        }
        return new Rollout(
                status,
                state.request(),
                state.approvals(),
                state.next(),
                state.skipped(),
                current,
                status.isOver() ? null : state.pause(),
                state.stateTold());
    }

    private static Rollout told(Rollout state, boolean told) {
        return new Rollout(
                state.status(),
                state.request(),
                state.approvals(),
                state.next(),
                state.skipped(),
                state.current(),
                state.pause(),
                told);
    }

    private static Rollout pausedBy(Rollout state, @Nullable RolloutPaused pause) {
        return new Rollout(
                state.status(),
                state.request(),
                state.approvals(),
                state.next(),
                state.skipped(),
                state.current(),
                pause,
                false);
    }

    private static Rollout begun(Rollout state, StepBegun begun) {
        CurrentStep current = state.current();
        if (current != null && current.phase() != Phase.DONE) {
            nextPhase(current, begun);
        }
        Set<String> attestedBy = current == null || current.phase() == Phase.DONE ? Set.of() : current.attestedBy();
        Mending mending = current != null && current.mends() ? current.mending() : null;
        CurrentStep begins = CurrentStep.begun(
                state.nextStep().orElseThrow(),
                begun.attempt(),
                begun.begunAt(),
                attestedBy,
                mending == null ? null : mending.another());
        return new Rollout(
                state.status(),
                state.request(),
                state.approvals(),
                state.next(),
                state.skipped(),
                begins,
                state.pause(),
                state.stateTold());
    }

    private static Rollout finished(Rollout state) {
        return new Rollout(
                state.status(),
                state.request(),
                state.approvals(),
                state.next() + 1,
                state.skipped(),
                state.current(),
                state.pause(),
                state.stateTold());
    }

    private static Rollout created(Rollout state, TaskCreated created) {
        StepChange change = moved(state, created, created.createdAt());
        CurrentStep before = current(state);
        if (before.mends()) {
            change.mending(Objects.requireNonNull(before.mending()).another());
        }
        return change.purpose(created.purpose(), created.look())
                .task(created.task(), created.notBefore())
                .checkingSince(checkingSince(state, created))
                .build();
    }

    /**
     * What is to be mended shows by itself that it has been; but not where a command may still be running, or a person said that the work
     * was not done: that is for people.
     */
    private static @Nullable Mending mending(CurrentStep current, StepHeld held) {
        boolean inTheMiddle = current.phase() == Phase.EXECUTING
                || current.phase() == Phase.EXECUTED
                || current.phase().takesBack();
        Mending before = current.mending();
        return current.step().onFailure() == FailureClass.FIX && !inTheMiddle
                ? new Mending(before == null ? 0 : before.looks(), held.reason())
                : null;
    }

    private static @Nullable Instant checkingSince(Rollout state, TaskCreated created) {
        Instant before = current(state).checkingSince();
        return switch (created.purpose()) {
            case LOOK_BEFORE, EXECUTE, UNDO -> null;
            case LOOK_AFTER -> before == null ? created.createdAt() : before;
            case LOOK_UNDONE -> before;
        };
    }

    private static Rollout lookFailed(Rollout state, LookFailed failed) {
        return moved(state, failed, failed.failedAt())
                .task(null, null)
                .failedLooks(current(state).failedLooks() + 1)
                .build();
    }

    private static Rollout released(Rollout state, LocksReleased released) {
        List<LockGrant> left = new ArrayList<>(current(state).locks());
        left.removeAll(released.locks());
        return moved(state, released, released.at()).sameMoment().locks(left).build();
    }

    private static StepChange moved(Rollout state, RolloutEvent event, Instant at) {
        CurrentStep current = current(state);
        return new StepChange(state, current, nextPhase(current, event), at);
    }

    private static Phase nextPhase(CurrentStep current, RolloutEvent event) {
        Trigger trigger = Trigger.of(event).orElseThrow();
        return StepLifeCycle.next(current.phase(), trigger)
                .orElseThrow(() -> new IllegalStateException("step %s is %s, where %s cannot happen"
                        .formatted(current.step().id(), current.phase(), trigger)));
    }

    private static CurrentStep current(Rollout state) {
        CurrentStep current = state.current();
        if (current == null) {
            throw new IllegalStateException("no step's turn has come");
        }
        return current;
    }

    private static Instant since(Rollout state) {
        return current(state).since();
    }
}
