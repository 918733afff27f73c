package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;

import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutResumed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Mending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout comes to rest and goes on again. A step that has not begun to change anything waits at once, and a command or an undo
 * that no runner has taken is not given out any more. What may be changing the cluster comes to its end first: a command that a runner
 * has taken, a person's work, and the looks that verify either.
 */
final class PauseDecisions {

    private static final int LONGEST_REASON = 500;

    private PauseDecisions() {}

    static Decision<RolloutEvent> pause(Rollout state, RolloutCommand.Pause pause) {
        RolloutPaused standing = state.pause();
        if (standing != null) {
            return Decision.refuse(
                    "already-paused",
                    "The rollout is %s, since %s.".formatted(inWords(standing), standing.pausedAt()),
                    "Let it rest, or resume it");
        }
        RolloutPaused paused = new RolloutPaused(cluster(state), id(state), pause.reason(), pause.by(), pause.now());
        List<RolloutEvent> events = new ArrayList<>(List.of(paused));
        CurrentStep current = state.current();
        if (current != null) {
            events.addAll(brokenOff(state, current, paused));
        }
        return Decision.acceptAll(events);
    }

    private static List<RolloutEvent> brokenOff(Rollout state, CurrentStep current, RolloutPaused paused) {
        if (current.asGoodAsHeld() != null) {
            return List.of(HoldDecisions.heldAgain(state, current, paused.pausedAt()));
        }
        StepWaiting waiting = waiting(state, current.step().id(), current.attempt(), paused, paused.pausedAt());
        return switch (current.phase()) {
            case BEGUN, LOOKING, RECORDING, GATED, ADMITTED -> List.of(waiting);
            case EXECUTING -> {
                if (current.step().actor() == Actor.PERSON || current.taken()) {
                    yield List.of();
                }
                List<RolloutEvent> events = new ArrayList<>();
                ExecutionDecisions.release(state, current, paused.pausedAt()).ifPresent(events::add);
                events.add(waiting);
                yield events;
            }
            case UNDOING -> current.taken() ? List.of() : notTakenBack(state, current, paused);
            case UNDO_CHECKING, UNDO_COMPARING ->
                current.checkingSince() == null ? notTakenBack(state, current, paused) : List.of();
            case WAITING, EXECUTED, CHECKING, COMPARING, HELD, DONE -> List.of();
        };
    }

    /** The undo did not begin: the step is held as it was before. */
    private static List<RolloutEvent> notTakenBack(Rollout state, CurrentStep current, RolloutPaused paused) {
        return List.of(StepDecisions.held(
                state, current, inWords(paused) + ", before anything was taken back", true, paused.pausedAt()));
    }

    static Decision<RolloutEvent> resume(Rollout state, RolloutCommand.Resume resume) {
        return state.pause() == null
                ? Decision.refuse("not-paused", "The rollout is not paused.", "Read the rollout again")
                : Decision.accept(
                        new RolloutResumed(cluster(state), id(state), resume.reason(), resume.by(), resume.now()));
    }

    /** Refuses what begins something new, while the rollout is paused. */
    static Optional<Decision<RolloutEvent>> refusal(Rollout state) {
        return Optional.ofNullable(state.pause())
                .map(paused -> Decision.refuse(
                        "rollout-paused",
                        "The rollout is %s: nothing new is begun.".formatted(inWords(paused)),
                        "Resume it first"));
    }

    /** Whether a step only looks by itself whether something has been mended, which a pause does not wait for any further. */
    static boolean endsLooks(Rollout state, CurrentStep current) {
        Mending mending = current.mending();
        return state.pause() != null && mending != null && mending.held() != null;
    }

    /** The wait of a step whose next attempt begins while the rollout is paused; empty when it is not. */
    static Optional<StepWaiting> waitingIn(Rollout state, String step, int attempt, Instant now) {
        return Optional.ofNullable(state.pause()).map(paused -> waiting(state, step, attempt, paused, now));
    }

    private static StepWaiting waiting(Rollout state, String step, int attempt, RolloutPaused paused, Instant now) {
        return new StepWaiting(
                cluster(state), id(state), step, attempt, WaitCause.PAUSE, List.of(inWords(paused)), now);
    }

    /** Who paused it and why, in words. */
    static String inWords(RolloutPaused paused) {
        return "paused by %s because %s"
                .formatted(paused.pausedBy().name(), ShortText.of(paused.reason(), LONGEST_REASON));
    }
}
