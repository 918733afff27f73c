package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.held;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;
import static dev.lockstep.orchestration.rollout.StepDecisions.task;
import static dev.lockstep.orchestration.rollout.StepDecisions.when;
import static dev.lockstep.orchestration.rollout.StepDecisions.whenOutstanding;

import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.approval.Approvals;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a step changes state. */
final class ExecutionDecisions {

    private static final int LONGEST_EVIDENCE = 500;

    private ExecutionDecisions() {}

    static Decision<RolloutEvent> execute(Rollout state, CurrentStep current, RolloutCommand.Execute execute) {
        Optional<Decision<RolloutEvent>> notAdmitted = when(current, "gate-not-passed", Phase.ADMITTED);
        if (notAdmitted.isPresent()) {
            return notAdmitted.get();
        }
        String step = current.step().id();
        List<String> missing = state.approvals().missing(step, execute.now());
        if (!missing.isEmpty() && !execute.locks().isEmpty()) {
            // The approval went while the locks were taken: refused, so that they are not.
            return Decision.refuse(
                    "approval-missing", Approvals.sentence(missing), "Wait for the approval without locks");
        }
        if (!missing.isEmpty()) {
            return Decision.accept(new StepWaiting(
                    cluster(state), id(state), step, current.attempt(), WaitCause.APPROVAL, missing, execute.now()));
        }
        Actor actor = current.step().actor();
        if (actor == null) {
            return checkOnly(current);
        }
        Optional<Decision<RolloutEvent>> refusal = refusalOfExecution(current, actor, execute);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(
                new LocksGranted(cluster(state), id(state), step, current.attempt(), execute.locks(), execute.now()));
        events.add(new StepExecutionStarted(
                cluster(state),
                id(state),
                step,
                current.attempt(),
                actor,
                state.required().planHash() + state.approvals().basisOf(step, execute.now()),
                execute.now()));
        if (execute.command() != null) {
            events.add(task(state, step, current.attempt(), execute.command(), Purpose.EXECUTE, 1, execute.now()));
        }
        return Decision.acceptAll(events);
    }

    private static Optional<Decision<RolloutEvent>> refusalOfExecution(
            CurrentStep current, Actor actor, RolloutCommand.Execute execute) {
        if (current.factsFreshUntil().isBefore(execute.now())) {
            return Optional.of(Decision.refuse(
                    "facts-stale", "The facts that the requirements were met on are too old.", "Look again first"));
        }
        if (!execute.locks().stream()
                .map(LockGrant::resource)
                .toList()
                .equals(current.step().locks())) {
            return Optional.of(Decision.refuse(
                    "locks-missing",
                    "The step '%s' needs the locks %s."
                            .formatted(current.step().title(), current.step().locks()),
                    "Take them all, from coarse to fine"));
        }
        if ((actor == Actor.RUNNER) != (execute.command() != null)) {
            return Optional.of(Decision.refuse(
                    "wrong-actor", "A command is for a runner and nobody else.", "Follow the plan's step"));
        }
        return Optional.empty();
    }

    private static Decision<RolloutEvent> checkOnly(CurrentStep current) {
        return Decision.refuse(
                "nothing-to-execute",
                "The step '%s' only checks.".formatted(current.step().title()),
                "Verify it");
    }

    /**
     * A command is ordered on fresh facts and under an approval that counts, but a runner may come for it much later. What holds at
     * the order must hold when it is taken: nothing fires late.
     */
    static Optional<Decision<RolloutEvent>> whenTooLate(Rollout state, CurrentStep current, Instant now) {
        return reasonNotToStart(state, current, now)
                .map(reason -> Decision.refuse(
                        "command-outdated",
                        "The command must not start any more: %s.".formatted(reason),
                        "Wait until the step has looked again"));
    }

    private static Optional<String> reasonNotToStart(Rollout state, CurrentStep current, Instant now) {
        if (current.phase() != Phase.EXECUTING && current.phase() != Phase.UNDOING) {
            return Optional.empty();
        }
        // An undo rests on the approval of the plan that names it, and on the decision of a person.
        List<String> missing = current.phase() == Phase.UNDOING
                ? List.of()
                : state.approvals().missing(current.step().id(), now);
        if (!missing.isEmpty()) {
            return Optional.of(String.join("; ", missing));
        }
        return current.factsFreshUntil().isBefore(now)
                ? Optional.of("the facts that the requirements were met on are too old")
                : Optional.empty();
    }

    static Decision<RolloutEvent> withdraw(
            Rollout state, CurrentStep current, RolloutCommand.WithdrawCommand withdraw) {
        Optional<Decision<RolloutEvent>> refusal =
                whenOutstanding(current, withdraw.task()).or(() -> whenCommandExpected(current));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<String> reason = reasonNotToStart(state, current, withdraw.now());
        if (current.taken() || reason.isEmpty()) {
            return Decision.refuse(
                    "command-not-outdated",
                    "The command of step '%s' was taken, or may still start."
                            .formatted(current.step().title()),
                    "Wait for its result");
        }
        if (current.phase() == Phase.UNDOING) {
            return UndoDecisions.notExecuted(
                    state,
                    current,
                    "no runner of the site took the undo in time, and it was withdrawn: " + reason.get(),
                    withdraw.now());
        }
        List<String> missing = state.approvals().missing(current.step().id(), withdraw.now());
        return missing.isEmpty()
                ? waitAgain(
                        state,
                        current,
                        WaitCause.RUNNER,
                        List.of("no runner of the site took the command in time, and it was withdrawn: "
                                + reason.get()),
                        withdraw.now())
                : waitAgain(state, current, WaitCause.APPROVAL, missing, withdraw.now());
    }

    static Decision<RolloutEvent> grantLapsed(Rollout state, CurrentStep current, RolloutCommand.GrantLapsed lapsed) {
        return whenOutstanding(current, lapsed.task())
                .or(() -> whenCommandExpected(current))
                .orElseGet(() -> current.phase() == Phase.UNDOING
                        ? UndoDecisions.notExecuted(state, current, lapsed.reason(), lapsed.now())
                        : waitAgain(state, current, WaitCause.RUNNER, List.of(lapsed.reason()), lapsed.now()));
    }

    /** Nothing was executed: the step is as it was before. */
    private static Decision<RolloutEvent> waitAgain(
            Rollout state, CurrentStep current, WaitCause cause, List<String> reasons, Instant now) {
        List<RolloutEvent> events = new ArrayList<>();
        release(state, current, now).ifPresent(events::add);
        events.add(new StepWaiting(
                cluster(state), id(state), current.step().id(), current.attempt(), cause, reasons, now));
        return Decision.acceptAll(events);
    }

    /** A step whose requirements are met waits all the same, and changes nothing. */
    static Decision<RolloutEvent> waitAdmitted(
            Rollout state, CurrentStep current, WaitCause cause, String reason, Instant now) {
        return when(current, "gate-not-passed", Phase.ADMITTED)
                .orElseGet(() -> Decision.accept(new StepWaiting(
                        cluster(state),
                        id(state),
                        current.step().id(),
                        current.attempt(),
                        cause,
                        List.of(reason),
                        now)));
    }

    /** A step whose requirements are met, and which has changed nothing, is held all the same. */
    static Decision<RolloutEvent> forbid(Rollout state, CurrentStep current, String reason, Instant now) {
        return when(current, "gate-not-passed", Phase.ADMITTED)
                .orElseGet(() -> Decision.accept(held(state, current, reason, false, now)));
    }

    static Decision<RolloutEvent> commandEnded(
            Rollout state, CurrentStep current, RolloutCommand.ReportCommandEnded ended) {
        return whenOutstanding(current, ended.task())
                .or(() -> whenCommandExpected(current))
                .orElseGet(() -> {
                    CommandEnded event = new CommandEnded(
                            cluster(state),
                            id(state),
                            current.step().id(),
                            ended.task(),
                            ended.runner(),
                            ended.outcome(),
                            ended.exitCode(),
                            ended.failure(),
                            ended.endedAt());
                    boolean unclear =
                            ended.outcome() == TaskOutcome.UNKNOWN || ended.outcome() == TaskOutcome.TIMED_OUT;
                    if (current.phase() == Phase.UNDOING) {
                        return UndoDecisions.commandEnded(state, current, event, unclear, ended);
                    }
                    if (unclear && current.step().repeatability() != Repeatability.IDEMPOTENT) {
                        return Decision.accept(
                                event,
                                held(
                                        state,
                                        current,
                                        "what the command did is not known: " + ended.failure(),
                                        true,
                                        ended.now()));
                    }
                    return Decision.accept(
                            event,
                            task(
                                    state,
                                    current.step().id(),
                                    current.attempt(),
                                    ended.look(),
                                    Purpose.LOOK_AFTER,
                                    1,
                                    ended.now()));
                });
    }

    private static Optional<Decision<RolloutEvent>> whenCommandExpected(CurrentStep current) {
        return when(current, "command-expected", Phase.EXECUTING, Phase.UNDOING);
    }

    static Decision<RolloutEvent> attest(Rollout state, CurrentStep current, RolloutCommand.Attest attest) {
        if (!attest.step().equals(current.step().id())
                || current.phase() != Phase.EXECUTING
                || current.step().actor() != Actor.PERSON
                || attest.attestation().attempt() != current.attempt()) {
            return Decision.refuse(
                    "not-attended-now",
                    "Attempt %d of step '%s' does not wait for anybody's work."
                            .formatted(attest.attestation().attempt(), attest.step()),
                    "Read the attended work again");
        }
        WorkAttested event = new WorkAttested(
                cluster(state), id(state), attest.step(), attest.attestation(), attest.by(), attest.now());
        return switch (attest.attestation().outcome()) {
            case DONE ->
                Decision.accept(
                        event,
                        task(
                                state,
                                attest.step(),
                                current.attempt(),
                                attest.look(),
                                Purpose.LOOK_AFTER,
                                1,
                                attest.now()));
            case NOT_DONE ->
                Decision.accept(
                        event,
                        held(
                                state,
                                current,
                                "%s says that it was not done: %s"
                                        .formatted(attest.by().name(), attestedEvidence(attest.attestation())),
                                true,
                                attest.now()));
        };
    }

    private static String attestedEvidence(Attestation attestation) {
        return ShortText.of(attestation.evidence(), LONGEST_EVIDENCE);
    }

    /**
     * Ends the rollout in the middle of a step. What a person began or a command did, and nobody has verified, stays on record as
     * unknown. A command that may be running is not left alone, and what is held is decided by a decision.
     */
    static Decision<RolloutEvent> abort(
            Rollout state, CurrentStep current, RolloutCommand.Abort abort, RolloutAborted aborted) {
        boolean ofRunner = current.step().actor() == Actor.RUNNER;
        boolean executing = current.phase() == Phase.EXECUTING;
        boolean undoing = current.phase() == Phase.UNDOING;
        if (current.phase() == Phase.HELD || (((executing && ofRunner) || undoing) && current.taken())) {
            return Decision.refuse(
                    "step-in-progress",
                    "The step '%s' may be changing the cluster at this moment."
                            .formatted(current.step().title()),
                    "Wait until the step is completed or held; a held step is aborted by a decision on it");
        }
        boolean mayHaveChanged = current.unverified();
        boolean needed =
                HoldChoices.abortNeedsAcknowledgement(current, abort.ending().meaningOf(current.step()));
        return StateLeft.acknowledged(state, current, needed, abort.ending(), abort.by(), abort.now(), acknowledged -> {
            List<RolloutEvent> events = new ArrayList<>();
            if (mayHaveChanged) {
                events.add(held(
                        state,
                        current,
                        "%s ended the rollout before anybody had verified what the step did: %s"
                                .formatted(abort.by().name(), ShortText.of(abort.reason(), LONGEST_EVIDENCE)),
                        true,
                        abort.now()));
            }
            events.addAll(acknowledged);
            release(state, current, abort.now()).ifPresent(events::add);
            events.addAll(StateLeft.told(state, mayHaveChanged ? current : null, abort.ending(), abort.now()));
            events.add(aborted);
            return Decision.acceptAll(events);
        });
    }

    static Optional<RolloutEvent> release(Rollout state, CurrentStep current, Instant now) {
        return current.locks().isEmpty()
                ? Optional.empty()
                : Optional.of(new LocksReleased(
                        cluster(state), id(state), current.step().id(), current.locks(), now));
    }
}
