package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.held;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;
import static dev.lockstep.orchestration.rollout.StepDecisions.task;
import static dev.lockstep.orchestration.rollout.StepDecisions.when;

import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepCompleted;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How it is known that a step had its effect, and what follows when it is not seen. */
final class VerificationDecisions {

    private VerificationDecisions() {}

    /** Looking again is all that can be done while nobody knows what was seen; the step's own patience is not touched. */
    static Decision<RolloutEvent> lookAfterAgain(
            Rollout state, CurrentStep current, RolloutCommand.LookAfterAgain again) {
        return when(current, "nothing-to-verify", Phase.COMPARING, Phase.UNDO_COMPARING)
                .orElseGet(() -> Decision.accept(
                        PauseDecisions.endsLooks(state, current)
                                ? HoldDecisions.heldAgain(state, current, again.now())
                                : task(
                                        state,
                                        current.step().id(),
                                        current.attempt(),
                                        again.look(),
                                        current.phase() == Phase.COMPARING ? Purpose.LOOK_AFTER : Purpose.LOOK_UNDONE,
                                        current.look() + 1,
                                        again.now())));
    }

    static Decision<RolloutEvent> verify(Rollout state, CurrentStep current, RolloutCommand.Verify verify) {
        boolean checksOnly = !current.step().changesState();
        Phase expected = checksOnly ? Phase.ADMITTED : Phase.COMPARING;
        return when(current, "nothing-to-verify", expected)
                .orElseGet(() -> verify.holds()
                        ? completed(state, current, verify)
                        : notYet(state, current, verify, checksOnly));
    }

    private static Decision<RolloutEvent> completed(Rollout state, CurrentStep current, RolloutCommand.Verify verify) {
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new StepCompleted(
                cluster(state), id(state), current.step().id(), current.attempt(), verify.versions(), verify.now()));
        ExecutionDecisions.release(state, current, verify.now()).ifPresent(events::add);
        return Decision.acceptAll(events);
    }

    private static Decision<RolloutEvent> notYet(
            Rollout state, CurrentStep current, RolloutCommand.Verify verify, boolean checksOnly) {
        Instant since = checksOnly
                ? current.begunAt()
                : Optional.ofNullable(current.checkingSince()).orElse(verify.now());
        String step = current.step().id();
        if (seenAt(current, verify.now()).isBefore(since.plus(current.step().patience()))) {
            return Decision.accept(task(
                    state,
                    step,
                    current.attempt(),
                    verify.again(),
                    checksOnly ? Purpose.LOOK_BEFORE : Purpose.LOOK_AFTER,
                    current.look() + 1,
                    verify.now()));
        }
        RolloutCommand.TaskOrder another = verify.another();
        if (another != null
                && current.step().onFailure() == FailureClass.RETRY
                && current.step().repeatability() == Repeatability.IDEMPOTENT
                && current.attempt() < current.step().attempts()) {
            return beginAgain(state, current, another, verify.now());
        }
        return Decision.accept(held(
                state,
                current,
                "verification did not see the expected effect: " + verify.explanation(),
                !checksOnly,
                verify.now()));
    }

    /** Patience is with the data centre: a look that was compared late says nothing about what there was to see since. */
    static Instant seenAt(CurrentStep current, Instant now) {
        return current.reported() == null ? now : current.reported().observedAt();
    }

    /** Another attempt, from its first look on, which waits while the rollout is paused; what the last one held is free again. */
    static Decision<RolloutEvent> beginAgain(
            Rollout state, CurrentStep current, RolloutCommand.TaskOrder look, Instant now, RolloutEvent... before) {
        List<RolloutEvent> events = new ArrayList<>(List.of(before));
        ExecutionDecisions.release(state, current, now).ifPresent(events::add);
        int attempt = current.attempt() + 1;
        String step = current.step().id();
        events.add(new StepBegun(cluster(state), id(state), step, attempt, now));
        events.add(PauseDecisions.waitingIn(state, step, attempt, now)
                .<RolloutEvent>map(waiting -> waiting)
                .orElseGet(() -> task(state, step, attempt, look, Purpose.LOOK_BEFORE, 1, now)));
        return Decision.acceptAll(events);
    }
}
