package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.orchestration.approval.Approvals;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What deciding about a rollout needs to know of its past.
 *
 * @param request what was asked for, or null before it was
 * @param approvals needed and given so far
 * @param next index of the first step that is neither completed nor skipped
 * @param skipped ids of the steps that were skipped
 * @param current the step whose turn it is, or null between two steps; in a rollout that was ended, the one of which nobody knows
 *     what it did
 * @param pause that it rests, or comes to rest, or null while it goes on
 * @param stateTold whether it was told, since it was paused, how its cluster stands
 */
public record Rollout(
        Status status,
        @Nullable RolloutRequested request,
        Approvals approvals,
        int next,
        Set<String> skipped,
        @Nullable CurrentStep current,
        @Nullable RolloutPaused pause,
        boolean stateTold) {

    public Rollout {
        skipped = Set.copyOf(skipped);
    }

    /** Oldest facts that a change of state may begin on (catalogue §2.0). */
    static final Duration FRESHNESS = Duration.ofMinutes(5);

    /** Where a rollout stands as a whole. */
    public enum Status {
        NONE,
        REQUESTED,
        APPROVED,
        RUNNING,
        COMPLETED,
        REJECTED,
        ABORTED;

        /** Whether the cluster is free for another rollout. */
        public boolean isOver() {
            return this == COMPLETED || this == REJECTED || this == ABORTED;
        }
    }

    /**
     * The step whose turn it is.
     *
     * @param since when it came into its phase
     * @param purpose why the outstanding or last task was made
     * @param task the outstanding task, or null when none is
     * @param taskNotBefore when a runner may take that task at the earliest
     * @param taken whether a runner has taken that task
     * @param look number of looks of that purpose in this attempt
     * @param failedLooks looks that failed in a row
     * @param reported what was seen last, or null
     * @param gate the gate asked for last, or null
     * @param versions the inventory versions of that gate, or null
     * @param locks held by the step
     * @param checkingSince when verification of the step, or of its undo, began to look for the effect of a command, or null
     * @param closedSince since when its gate has been closed, or null while it is not
     * @param waitCause what it waits for, or null
     * @param reasons why it waits or is held
     * @param outcomeUnknown whether a held step may have changed something
     * @param undo the decision by which it is being taken back, or null when it is not
     * @param proposal that the held step counts as done, or null
     * @param saidNotDone whether a person said of this attempt that it was not done
     * @param mending that it looks by itself until what is wrong has been mended, or null when it does not
     * @param attestedBy subjects of all who said of one of its attempts how it went
     */
    public record CurrentStep(
            RolloutStep step,
            int attempt,
            Phase phase,
            Instant since,
            Instant begunAt,
            @Nullable Purpose purpose,
            @Nullable UUID task,
            @Nullable Instant taskNotBefore,
            boolean taken,
            int look,
            int failedLooks,
            @Nullable FactsReported reported,
            @Nullable UUID gate,
            @Nullable InventoryVersions versions,
            List<LockGrant> locks,
            @Nullable Instant checkingSince,
            @Nullable Instant closedSince,
            @Nullable WaitCause waitCause,
            List<String> reasons,
            boolean outcomeUnknown,
            @Nullable HoldDecided undo,
            @Nullable MarkDoneProposed proposal,
            boolean saidNotDone,
            @Nullable Mending mending,
            Set<String> attestedBy) {

        public CurrentStep {
            attestedBy = Set.copyOf(attestedBy);
            locks = List.copyOf(locks);
            reasons = List.copyOf(reasons);
        }

        /** Whether it may have changed something that nobody has verified; a command that no runner took has not. */
        public boolean unverified() {
            if (phase == Phase.HELD) {
                return outcomeUnknown;
            }
            boolean notTaken = phase == Phase.EXECUTING && step.actor() == Actor.RUNNER && !taken;
            return phase.mayHaveChangedState() && !notTaken;
        }

        /** Whether it is held, and looks again by itself. */
        public boolean mends() {
            return phase == Phase.HELD && mending != null;
        }

        /**
         * Why it is as good as held: it only looks by itself whether something has been mended, and no runner has taken that look; null
         * when it is not so.
         */
        public @Nullable String asGoodAsHeld() {
            boolean looks = phase == Phase.LOOKING || phase == Phase.CHECKING;
            return looks && !taken && mending != null ? mending.held() : null;
        }

        /** Since when it has waited at a closed gate; a pause does not open it. */
        public Optional<Instant> waitsAtClosedGateSince() {
            return waitCause == WaitCause.GATE || waitCause == WaitCause.PAUSE
                    ? Optional.ofNullable(closedSince)
                    : Optional.empty();
        }

        /** Until when a change of state may begin on what was seen last; the beginning of time when nothing was. */
        public Instant factsFreshUntil() {
            FactsReported seen = reported;
            return seen == null ? Instant.EPOCH : seen.observedAt().plus(FRESHNESS);
        }

        static CurrentStep begun(
                RolloutStep step, int attempt, Instant at, Set<String> attestedBy, @Nullable Mending mending) {
            return new CurrentStep(
                    step,
                    attempt,
                    Phase.BEGUN,
                    at,
                    at,
                    null,
                    null,
                    null,
                    false,
                    0,
                    0,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    null,
                    null,
                    List.of(),
                    false,
                    null,
                    null,
                    false,
                    mending,
                    attestedBy);
        }
    }

    /**
     * Looks that a held step takes by itself, until what is wrong has been mended.
     *
     * @param looks how many began since it was held, or since a person decided
     * @param held why it is held, also while such a look has shown nothing yet; null once the step went on
     */
    public record Mending(int looks, @Nullable String held) {

        private static final Set<Phase> STILL_HELD =
                EnumSet.of(Phase.HELD, Phase.BEGUN, Phase.LOOKING, Phase.CHECKING, Phase.COMPARING);

        Mending another() {
            return new Mending(looks + 1, held);
        }

        Mending in(Phase phase) {
            return STILL_HELD.contains(phase) ? this : new Mending(looks, null);
        }
    }

    /** The rollout that nothing has happened to. */
    static Rollout none() {
        return new Rollout(Status.NONE, null, Approvals.NONE, 0, Set.of(), null, null, false);
    }

    /** What was asked for. */
    public RolloutRequested required() {
        RolloutRequested asked = request;
        if (asked == null) {
            throw new IllegalStateException("nothing was asked for");
        }
        return asked;
    }

    /** The step that comes next, if the plan has one more. */
    public Optional<RolloutStep> nextStep() {
        List<RolloutStep> steps = required().steps();
        return next < steps.size() ? Optional.of(steps.get(next)) : Optional.empty();
    }

    /** The id of the step whose turn it is or comes next; of the last one when there is none left. */
    String stepAtHand() {
        return nextStep().orElseGet(() -> required().steps().getLast()).id();
    }

    /** Who paused it and why, in words; empty while it goes on. */
    public Optional<String> pauseInWords() {
        return Optional.ofNullable(pause).map(PauseDecisions::inWords);
    }

    /** Whether it is paused and no step is coming to its end any more. */
    public boolean rests() {
        return pause != null && (current == null || current.phase().restsInPause());
    }

    /** Why nothing of the plan may be changed yet: the approvals that its first change lacks; empty when it may. */
    public List<String> missingToStart(Instant now) {
        return required().steps().stream()
                .filter(RolloutStep::changesState)
                .findFirst()
                .map(first -> approvals.missing(first.id(), now))
                .orElseGet(List::of);
    }
}
