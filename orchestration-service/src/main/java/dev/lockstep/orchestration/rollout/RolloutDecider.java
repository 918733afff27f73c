package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutRejected;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutCompleted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.approval.ApprovalRules;
import dev.lockstep.orchestration.approval.Approvals;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides about rollouts. The invariant that everything rests on: a step begins only when the one before it is completed or skipped,
 * so at most one step that changes state is in progress, whatever commands come in whatever order.
 */
public final class RolloutDecider implements Decider<Rollout, RolloutCommand, RolloutEvent> {

    @Override
    public Rollout initial() {
        return Rollout.none();
    }

    @Override
    public Rollout evolve(Rollout state, RolloutEvent event) {
        return RolloutEvolution.evolve(state, event);
    }

    @Override
    public Decision<RolloutEvent> decide(Rollout state, RolloutCommand command) {
        return switch (command) {
            case RolloutCommand.Request request -> request(state, request);
            case RolloutCommand.AskApprovalGate ask -> ApprovalGateDecisions.ask(state, ask);
            case RolloutCommand.LapseApprovals lapse ->
                inStep(state, step -> ApprovalGateDecisions.lapse(state, step, lapse));
            case RolloutCommand.Approve approve ->
                underWay(state, "approved").orElseGet(() -> ApprovalDecisions.approve(state, approve));
            case RolloutCommand.WithdrawApproval withdraw ->
                underWay(state, "withdrawn from").orElseGet(() -> ApprovalDecisions.withdraw(state, withdraw));
            case RolloutCommand.Reject reject -> reject(state, reject);
            case RolloutCommand.Start(Authority by, Instant now) -> start(state, by, now);
            case RolloutCommand.Abort abort -> abort(state, abort);
            case RolloutCommand.LookWhetherMended look ->
                onward(state, step -> HoldDecisions.lookWhetherMended(state, step, look));
            case RolloutCommand.Complete(Instant now) -> complete(state, now);
            case RolloutCommand.RecordLateResult late -> late(state, late.said());
            case RolloutCommand.Pause pause ->
                running(state, "paused").orElseGet(() -> PauseDecisions.pause(state, pause));
            case RolloutCommand.TellStateLeft tell -> StateLeft.tell(state, tell);
            case RolloutCommand.Resume resume ->
                running(state, "resumed").orElseGet(() -> PauseDecisions.resume(state, resume));
            case RolloutCommand.BeginStep begin -> going(state).orElseGet(() -> StepDecisions.begin(state, begin));
            case RolloutCommand.SkipStep skip -> going(state).orElseGet(() -> StepDecisions.skip(state, skip));
            case RolloutCommand.WithdrawCommand withdraw ->
                inStep(state, step -> ExecutionDecisions.withdraw(state, step, withdraw));
            case RolloutCommand.GrantLapsed lapsed ->
                inStep(state, step -> ExecutionDecisions.grantLapsed(state, step, lapsed));
            case RolloutCommand.TakeTask take -> inStep(state, step -> StepDecisions.take(state, step, take));
            case RolloutCommand.ReportFacts report -> inStep(state, step -> StepDecisions.report(state, step, report));
            case RolloutCommand.ReportLookFailed failed ->
                inStep(state, step -> StepDecisions.lookFailed(state, step, failed));
            case RolloutCommand.ReportCommandEnded ended ->
                inStep(state, step -> ExecutionDecisions.commandEnded(state, step, ended));
            case RolloutCommand.Attest attest -> inStep(state, step -> ExecutionDecisions.attest(state, step, attest));
            case RolloutCommand.Skip skip -> onward(state, step -> StepDecisions.skipNow(state, step, skip));
            case RolloutCommand.AskGate ask -> onward(state, step -> StepDecisions.askGate(state, step, ask));
            case RolloutCommand.AnswerGate answer -> onward(state, step -> StepDecisions.answer(state, step, answer));
            case RolloutCommand.WaitForInventory wait ->
                inStep(state, step -> StepDecisions.waitForInventory(state, step, wait));
            case RolloutCommand.LookAfterAgain again ->
                inStep(state, step -> VerificationDecisions.lookAfterAgain(state, step, again));
            case RolloutCommand.LookAgain again -> onward(state, step -> StepDecisions.lookAgain(state, step, again));
            case RolloutCommand.WaitForAudit(String reason, Instant now) ->
                inStep(state, step -> ExecutionDecisions.waitAdmitted(state, step, WaitCause.AUDIT, reason, now));
            case RolloutCommand.WaitForLock(String reason, Instant now) ->
                inStep(state, step -> ExecutionDecisions.waitAdmitted(state, step, WaitCause.LOCK, reason, now));
            case RolloutCommand.Forbid(String reason, Instant now) ->
                inStep(state, step -> ExecutionDecisions.forbid(state, step, reason, now));
            case RolloutCommand.Execute execute ->
                onward(state, step -> ExecutionDecisions.execute(state, step, execute));
            case RolloutCommand.Verify verify ->
                inStep(state, step -> VerificationDecisions.verify(state, step, verify));
            case RolloutCommand.Decide decide -> inStep(state, step -> HoldDecisions.decide(state, step, decide));
            case RolloutCommand.VerifyUndo verify -> inStep(state, step -> UndoDecisions.verify(state, step, verify));
            case RolloutCommand.ProposeOverride propose ->
                inStep(state, step -> OverrideDecisions.propose(state, step, propose));
            case RolloutCommand.ConfirmOverride confirm ->
                inStep(state, step -> OverrideDecisions.confirm(state, step, confirm));
            case RolloutCommand.ProposeMark propose ->
                inStep(state, step -> MarkDecisions.propose(state, step, propose));
            case RolloutCommand.ConfirmMark confirm ->
                inStep(state, step -> MarkDecisions.confirm(state, step, confirm));
            case RolloutCommand.RejectMark reject -> inStep(state, step -> MarkDecisions.reject(state, step, reject));
        };
    }

    private static Decision<RolloutEvent> request(Rollout state, RolloutCommand.Request command) {
        if (state.status() != Status.NONE) {
            return Decision.refuse(
                    "rollout-exists", "This rollout was asked for already.", "Use a new id for another rollout");
        }
        RolloutRequested request = command.request();
        List<RolloutEvent> events = new ArrayList<>();
        events.add(request);
        events.add(new ApprovalsRequired(request.cluster(), request.rollout(), command.needs()));
        RolloutCommand.Replaced replaced = command.replaced();
        if (replaced != null) {
            Optional<Refusal> refusal = CarriedOver.refusal(request, replaced);
            if (refusal.isPresent()) {
                return Decision.refuse(refusal.get());
            }
            events.addAll(CarriedOver.approvals(request, command.needs(), replaced));
        }
        return Decision.acceptAll(events);
    }

    private static Decision<RolloutEvent> reject(Rollout state, RolloutCommand.Reject reject) {
        if (state.status() != Status.REQUESTED && state.status() != Status.APPROVED) {
            return notNow(state, "rejected");
        }
        Optional<Refusal> refusal = ApprovalRules.refusal(state.required(), reject.planHash(), reject.by(), Set.of());
        return refusal.<Decision<RolloutEvent>>map(Decision::refuse)
                .orElseGet(() -> Decision.accept(new RolloutRejected(
                        state.required().cluster(),
                        state.required().rollout(),
                        reject.by(),
                        reject.now(),
                        reject.reason())));
    }

    private static Decision<RolloutEvent> start(Rollout state, Authority by, Instant now) {
        if (state.status() != Status.REQUESTED && state.status() != Status.APPROVED) {
            return notNow(state, "started");
        }
        List<String> missing = state.missingToStart(now);
        if (!missing.isEmpty()) {
            return Decision.refuse(
                    state.status() == Status.APPROVED ? "approval-expired" : "approval-missing",
                    Approvals.sentence(missing),
                    "Somebody with the authority approves it");
        }
        return Decision.accept(
                new RolloutStarted(state.required().cluster(), state.required().rollout(), by, now));
    }

    private static Decision<RolloutEvent> complete(Rollout state, Instant now) {
        if (state.status() != Status.RUNNING || state.nextStep().isPresent()) {
            return notNow(state, "completed");
        }
        return Decision.accept(new RolloutCompleted(
                state.required().cluster(), state.required().rollout(), now));
    }

    private static Decision<RolloutEvent> abort(Rollout state, RolloutCommand.Abort abort) {
        if (state.status() == Status.NONE || state.status().isOver()) {
            return notNow(state, "aborted");
        }
        RolloutAborted aborted = new RolloutAborted(
                state.required().cluster(), state.required().rollout(), abort.reason(), abort.by(), abort.now());
        CurrentStep current = state.current();
        return current == null || !current.phase().mayHaveChangedState()
                ? Decision.acceptAll(ended(state, abort, aborted))
                : ExecutionDecisions.abort(state, current, abort, aborted);
    }

    /** Also of a rollout that is over; only a task that is still waited for has no late result. */
    private static Decision<RolloutEvent> late(Rollout state, LateResultRecorded said) {
        CurrentStep current = state.current();
        boolean outstanding = current != null && said.task().equals(current.task()) && state.status() == Status.RUNNING;
        return state.status() == Status.NONE || outstanding
                ? notNow(state, "told of a late result")
                : Decision.accept(said);
    }

    private static List<RolloutEvent> ended(Rollout state, RolloutCommand.Abort abort, RolloutAborted aborted) {
        List<RolloutEvent> events =
                new ArrayList<>(StateLeft.said(state, state.stepAtHand(), abort.ending(), abort.by(), abort.now()));
        events.addAll(StateLeft.told(state, null, abort.ending(), abort.now()));
        events.add(aborted);
        return events;
    }

    private static Optional<Decision<RolloutEvent>> underWay(Rollout state, String what) {
        return state.status() == Status.NONE || state.status().isOver()
                ? Optional.of(notNow(state, what))
                : Optional.empty();
    }

    private static Optional<Decision<RolloutEvent>> running(Rollout state, String what) {
        return state.status() == Status.RUNNING ? Optional.empty() : Optional.of(notNow(state, what));
    }

    private static Optional<Decision<RolloutEvent>> going(Rollout state) {
        return running(state, "carried on").or(() -> PauseDecisions.refusal(state));
    }

    private interface StepDecision {
        Decision<RolloutEvent> decide(CurrentStep step);
    }

    private static Decision<RolloutEvent> inStep(Rollout state, StepDecision decision) {
        CurrentStep current = state.current();
        if (state.status() != Status.RUNNING || current == null || current.phase() == Phase.DONE) {
            return notNow(state, "carried on in a step");
        }
        return decision.decide(current);
    }

    /** What begins something new in a step. */
    private static Decision<RolloutEvent> onward(Rollout state, StepDecision decision) {
        return inStep(state, step -> PauseDecisions.refusal(state).orElseGet(() -> decision.decide(step)));
    }

    private static Decision<RolloutEvent> notNow(Rollout state, String what) {
        return Decision.refuse(
                "wrong-status",
                "A rollout that is %s cannot be %s."
                        .formatted(state.status().name().toLowerCase(Locale.ROOT), what),
                "Read the rollout again");
    }
}
