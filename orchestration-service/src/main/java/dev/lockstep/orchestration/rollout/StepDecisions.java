package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepSkipped;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a step does before it changes anything. */
final class StepDecisions {

    /** Looks that may fail in a row before a person is asked. */
    static final int FAILED_LOOKS = 5;

    private StepDecisions() {}

    static Decision<RolloutEvent> begin(Rollout state, RolloutCommand.BeginStep begin) {
        return whenNext(state, begin.step()).orElseGet(() -> {
            RolloutStep step = state.nextStep().orElseThrow();
            return Decision.accept(
                    new StepBegun(cluster(state), id(state), step.id(), 1, begin.now()),
                    task(state, step.id(), 1, begin.look(), Purpose.LOOK_BEFORE, 1, begin.now()));
        });
    }

    static Decision<RolloutEvent> skip(Rollout state, RolloutCommand.SkipStep skip) {
        return whenNext(state, skip.step())
                .orElseGet(() -> Decision.accept(
                        new StepBegun(cluster(state), id(state), skip.step(), 1, skip.now()),
                        new StepSkipped(
                                cluster(state), id(state), skip.step(), skip.reason(), skip.versions(), skip.now())));
    }

    private static Optional<Decision<RolloutEvent>> whenNext(Rollout state, String step) {
        CurrentStep current = state.current();
        if (current != null && current.phase() != Phase.DONE) {
            return Optional.of(Decision.refuse(
                    "step-in-progress",
                    "The step '%s' is not finished.".formatted(current.step().title()),
                    "One step at a time: finish it first"));
        }
        if (!state.nextStep().map(RolloutStep::id).filter(step::equals).isPresent()) {
            return Optional.of(Decision.refuse(
                    "not-next",
                    "It is not the turn of step '%s'.".formatted(step),
                    "Steps are taken in the plan's order"));
        }
        return Optional.empty();
    }

    static Decision<RolloutEvent> take(Rollout state, CurrentStep current, RolloutCommand.TakeTask take) {
        return whenOutstanding(current, take.task())
                .or(() -> whenFree(current))
                .or(() -> ExecutionDecisions.whenTooLate(state, current, take.now()))
                .orElseGet(() -> Decision.accept(new TaskGranted(
                        cluster(state),
                        id(state),
                        current.step().id(),
                        take.task(),
                        take.runner(),
                        take.fencingToken(),
                        take.now())));
    }

    private static Optional<Decision<RolloutEvent>> whenFree(CurrentStep current) {
        return current.taken()
                ? Optional.of(Decision.refuse(
                        "task-taken", "A runner has taken this task already.", "Take another task; drop this one"))
                : Optional.empty();
    }

    static Decision<RolloutEvent> report(Rollout state, CurrentStep current, RolloutCommand.ReportFacts report) {
        return whenOutstanding(current, report.task())
                .or(() -> when(current, "look-expected", Phase.LOOKING, Phase.CHECKING, Phase.UNDO_CHECKING))
                .orElseGet(() -> Decision.accept(new FactsReported(
                        cluster(state),
                        id(state),
                        current.step().id(),
                        report.task(),
                        report.runner(),
                        report.observedAt(),
                        report.facts(),
                        report.listed())));
    }

    static Decision<RolloutEvent> lookFailed(
            Rollout state, CurrentStep current, RolloutCommand.ReportLookFailed failed) {
        return whenOutstanding(current, failed.task())
                .or(() -> when(current, "look-expected", Phase.LOOKING, Phase.CHECKING, Phase.UNDO_CHECKING))
                .orElseGet(() -> {
                    LookFailed event = new LookFailed(
                            cluster(state),
                            id(state),
                            current.step().id(),
                            failed.task(),
                            failed.failure(),
                            failed.now());
                    boolean changed = current.phase().mayHaveChangedState();
                    if (current.failedLooks() + 1 >= FAILED_LOOKS) {
                        String reason =
                                "%d looks in a row failed; the last one: %s".formatted(FAILED_LOOKS, failed.failure());
                        return Decision.accept(event, held(state, current, reason, changed, failed.now()));
                    }
                    if (PauseDecisions.endsLooks(state, current)) {
                        return Decision.accept(event, HoldDecisions.heldAgain(state, current, failed.now()));
                    }
                    return Decision.accept(
                            event,
                            task(
                                    state,
                                    current.step().id(),
                                    current.attempt(),
                                    failed.again(),
                                    purpose(current.phase()),
                                    current.look() + 1,
                                    failed.now()));
                });
    }

    private static Purpose purpose(Phase looking) {
        if (looking == Phase.UNDO_CHECKING) {
            return Purpose.LOOK_UNDONE;
        }
        return looking == Phase.CHECKING ? Purpose.LOOK_AFTER : Purpose.LOOK_BEFORE;
    }

    static Decision<RolloutEvent> skipNow(Rollout state, CurrentStep current, RolloutCommand.Skip skip) {
        return when(current, "facts-expected", Phase.RECORDING)
                .orElseGet(() -> Decision.accept(new StepSkipped(
                        cluster(state), id(state), current.step().id(), skip.reason(), skip.versions(), skip.now())));
    }

    static Decision<RolloutEvent> askGate(Rollout state, CurrentStep current, RolloutCommand.AskGate ask) {
        RolloutRequested request = state.required();
        return when(current, "facts-expected", Phase.RECORDING)
                .orElseGet(() -> Decision.accept(new GateRequested(
                        request.cluster(),
                        request.rollout(),
                        current.step().id(),
                        ask.gate(),
                        request.scenario(),
                        ask.stages(),
                        ask.subject(),
                        request.operator(),
                        request.targetBuild(),
                        ask.versions(),
                        ask.now())));
    }

    static Decision<RolloutEvent> waitForInventory(
            Rollout state, CurrentStep current, RolloutCommand.WaitForInventory wait) {
        return when(current, "facts-expected", Phase.RECORDING)
                .orElseGet(() -> Decision.accept(new StepWaiting(
                        cluster(state),
                        id(state),
                        current.step().id(),
                        current.attempt(),
                        WaitCause.INVENTORY,
                        List.of(wait.reason()),
                        wait.now())));
    }

    static Decision<RolloutEvent> answer(Rollout state, CurrentStep current, RolloutCommand.AnswerGate answer) {
        if (current.phase() != Phase.GATED
                || !answer.gate().equals(current.gate())
                || !answer.versions().equals(current.versions())) {
            return Decision.refuse("stale-gate", "Nobody waits for this answer any more.", "Nothing needs to be done");
        }
        if (answer.blocking().isEmpty()) {
            return Decision.accept(
                    new GatePassed(cluster(state), id(state), current.step().id(), answer.gate(), answer.versions()));
        }
        return Decision.accept(new StepWaiting(
                cluster(state),
                id(state),
                current.step().id(),
                current.attempt(),
                WaitCause.GATE,
                answer.blocking(),
                answer.now()));
    }

    static Decision<RolloutEvent> lookAgain(Rollout state, CurrentStep current, RolloutCommand.LookAgain again) {
        return when(current, "look-not-possible", Phase.RECORDING, Phase.GATED, Phase.WAITING, Phase.ADMITTED)
                .orElseGet(() -> Decision.accept(task(
                        state,
                        current.step().id(),
                        current.attempt(),
                        again.look(),
                        Purpose.LOOK_BEFORE,
                        current.look() + 1,
                        again.now())));
    }

    static Optional<Decision<RolloutEvent>> whenOutstanding(CurrentStep current, UUID task) {
        if (task.equals(current.task())) {
            return Optional.empty();
        }
        return Optional.of(Decision.refuse(
                "stale-task", "This task is not outstanding any more.", "Take a new task; drop this one"));
    }

    static Optional<Decision<RolloutEvent>> when(CurrentStep current, String refusal, Phase... phases) {
        for (Phase phase : phases) {
            if (current.phase() == phase) {
                return Optional.empty();
            }
        }
        return Optional.of(Decision.refuse(
                refusal,
                "The step '%s' is %s.".formatted(current.step().title(), current.phase()),
                "Read the rollout again"));
    }

    static StepHeld held(Rollout state, CurrentStep current, String reason, boolean outcomeUnknown, Instant now) {
        return new StepHeld(
                cluster(state), id(state), current.step().id(), current.attempt(), reason, outcomeUnknown, now);
    }

    static TaskCreated task(
            Rollout state, String step, int attempt, TaskOrder order, Purpose purpose, int look, Instant now) {
        return new TaskCreated(
                cluster(state),
                id(state),
                step,
                attempt,
                order.task(),
                purpose,
                look,
                state.required().site(),
                order.work(),
                order.timeout(),
                now.plus(order.delay()),
                now);
    }

    static ClusterId cluster(Rollout state) {
        return state.required().cluster();
    }

    static UUID id(Rollout state) {
        return state.required().rollout();
    }
}
