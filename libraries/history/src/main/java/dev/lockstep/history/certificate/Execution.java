package dev.lockstep.history.certificate;

import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a step may have changed the state of real systems.
 *
 * @param rollout the rollout
 * @param step the step of its plan
 * @param attempt from 1
 * @param actor who carried it out
 * @param approval the approval it rested on
 * @param locks the locks it held when it started, with their fencing tokens
 * @param startedAt when it started
 * @param startEntry the entry that says so
 * @param end how it ended, or null when the entries tell of no end
 */
public record Execution(
        UUID rollout,
        String step,
        int attempt,
        RolloutEvent.Actor actor,
        String approval,
        List<LockGrant> locks,
        Instant startedAt,
        long startEntry,
        @Nullable End end) {

    /** Keeps its own copy. */
    public Execution {
        locks = List.copyOf(locks);
    }

    /**
     * The end of an execution.
     *
     * @param how what ended it
     * @param at when
     * @param entry the entry that says so
     */
    public record End(How how, Instant at, long entry) {}

    /** What ends an execution. */
    public enum How {
        /** Observation agreed that the step had its effect. */
        COMPLETED,
        /** Two persons answer for its effect; no look has shown it. */
        MARKED_DONE,
        /** The step was taken back; a look showed that its effect was gone. */
        UNDONE,
        /** It failed, and it is known that nothing goes on. */
        HELD,
        /** Another attempt at the same step took its place. */
        RETRIED,
        /** Its locks were released. */
        RELEASED,
        /** Its rollout was ended. */
        ABORTED
    }

    Execution ended(How how, Instant at, long entry) {
        return new Execution(
                rollout, step, attempt, actor, approval, locks, startedAt, startEntry, new End(how, at, entry));
    }

    boolean isOf(UUID otherRollout, String otherStep) {
        return rollout.equals(otherRollout) && step.equals(otherStep);
    }
}
