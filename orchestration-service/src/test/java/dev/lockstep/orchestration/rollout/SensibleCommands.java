package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.orchestration.approval.Approvals.Gate;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The command that takes a rollout a bit further, so that random schedules get to the end of a plan. */
final class SensibleCommands {

    private static final InventoryVersions VERSIONS = new InventoryVersions(1, 1);

    private final RandomCommands random;
    private final boolean badLooks;

    /** @param badLooks most looks of this schedule fail */
    SensibleCommands(RandomCommands random, boolean badLooks) {
        this.random = random;
        this.badLooks = badLooks;
    }

    RolloutCommand next(Rollout state, Instant now) {
        return switch (state.status()) {
            case NONE -> random.request();
            case REQUESTED -> approve(state, now);
            case APPROVED -> new RolloutCommand.Start(RandomCommands.account("coordinator"), now);
            case RUNNING -> step(state, now);
            case COMPLETED, REJECTED, ABORTED -> new RolloutCommand.Complete(now);
        };
    }

    private RolloutCommand approve(Rollout state, Instant now) {
        Gate asked = state.approvals().gate();
        return asked == null || !ApprovalGateDecisions.isFresh(asked, now)
                ? new RolloutCommand.AskApprovalGate(random.id(), VERSIONS, false, now)
                : new RolloutCommand.Approve(
                        RandomCommands.PLAN,
                        RandomCommands.account("approver"),
                        "",
                        Set.of(),
                        new RolloutCommand.GateAnswer(asked.id(), VERSIONS, VERSIONS, List.of()),
                        null,
                        now);
    }

    private RolloutCommand step(Rollout state, Instant now) {
        CurrentStep current = state.current();
        if (current == null || current.phase() == Phase.DONE) {
            Optional<RolloutStep> next = state.nextStep();
            return next.isPresent()
                    ? new RolloutCommand.BeginStep(next.get().id(), random.order(), now)
                    : new RolloutCommand.Complete(now);
        }
        boolean ofPerson = current.step().actor() == Actor.PERSON;
        return switch (current.phase()) {
            case LOOKING, CHECKING, UNDO_CHECKING ->
                badLooks && !random.once(5)
                        ? new RolloutCommand.ReportLookFailed(task(current), "garbled", random.order(), now)
                        : current.taken()
                                ? new RolloutCommand.ReportFacts(
                                        task(current), "runner", now, List.of(), List.of(), now)
                                : take(current, now);
            case RECORDING -> new RolloutCommand.AskGate(random.id(), List.of(Stage.CLUS), null, VERSIONS, now);
            case GATED ->
                new RolloutCommand.AnswerGate(Objects.requireNonNull(current.gate()), VERSIONS, List.of(), now);
            case WAITING ->
                current.waitCause() == WaitCause.APPROVAL
                                && !state.approvals()
                                        .missing(current.step().id(), now)
                                        .isEmpty()
                        ? new RolloutCommand.Approve(
                                RandomCommands.PLAN, RandomCommands.account("approver"), "", Set.of(), null, null, now)
                        : new RolloutCommand.LookAgain(random.order(), now);
            case ADMITTED -> current.step().changesState() ? random.execute(current) : verify(now);
            case EXECUTING, UNDOING ->
                ofPerson && current.phase() == Phase.EXECUTING
                        ? new RolloutCommand.Attest(
                                current.step().id(),
                                new Attestation(current.attempt(), Attestation.Outcome.DONE, "seen"),
                                RandomCommands.account("operator"),
                                random.order(),
                                now)
                        : current.taken()
                                ? new RolloutCommand.ReportCommandEnded(
                                        task(current),
                                        "runner",
                                        TaskOutcome.FINISHED,
                                        0,
                                        null,
                                        now,
                                        random.order(),
                                        now)
                                : take(current, now);
            case COMPARING -> verify(now);
            case UNDO_COMPARING ->
                new RolloutCommand.VerifyUndo(
                        VERSIONS,
                        random.once(3),
                        "still there",
                        random.once(8) ? "no way back" : null,
                        random.order(),
                        random.order(),
                        now);
            case HELD ->
                random.once(2)
                        ? random.mark(current, current.step().id())
                        : new RolloutCommand.Decide(
                                current.step().id(),
                                random.once(2) ? Decision.UNDO : Decision.RETRY,
                                "because",
                                RandomCommands.account("operator"),
                                random.order(),
                                RandomCommands.BY_COMMAND,
                                RolloutCommand.Ending.NONE,
                                now);
            case BEGUN, EXECUTED, DONE -> new RolloutCommand.Complete(now);
        };
    }

    private RolloutCommand take(CurrentStep current, Instant now) {
        return new RolloutCommand.TakeTask(task(current), "runner", random.token(), now);
    }

    private RolloutCommand verify(Instant now) {
        return new RolloutCommand.Verify(VERSIONS, true, "", random.order(), random.order(), now);
    }

    private static UUID task(CurrentStep current) {
        return Objects.requireNonNull(current.task());
    }
}
