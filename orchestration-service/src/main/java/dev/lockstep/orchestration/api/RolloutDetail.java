package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.orchestration.rollout.HoldChoices;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout for people: where it stands, step by step, and why it waits.
 *
 * @param version of its stream; as event id it resumes the stream of events
 * @param approvals needed and given, part by part; empty for rollouts that were asked for before needs were recorded
 * @param overrides steps that were let go on without the approvals that they needed, in order; empty when no glass was broken
 * @param overrideProposal that the step in turn goes on without approval, or null when none stands
 * @param pause that nothing new is begun, or null while it goes on
 * @param stateLeft how the cluster stands in which the rollout rests, or was ended; null while it goes on, or when nothing is recorded
 * @param waitingFor what the whole rollout waits for at this moment, or an empty text
 * @param locks held by the current step
 * @param output last lines that the current command printed
 */
public record RolloutDetail(
        UUID id,
        String cluster,
        String site,
        String planHash,
        Scenario scenario,
        String targetBuild,
        String status,
        long version,
        Authority requestedBy,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<ApprovalPart> approvals,
        List<BrokenGlass> overrides,
        @Nullable OverrideProposal overrideProposal,
        @Nullable Pause pause,
        @Nullable ClusterStateLeft stateLeft,
        String waitingFor,
        List<LockGrant> locks,
        List<String> output,
        List<StepDetail> steps) {

    public RolloutDetail {
        approvals = List.copyOf(approvals);
        overrides = List.copyOf(overrides);
        locks = List.copyOf(locks);
        output = List.copyOf(output);
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param actor {@code automatic}, {@code attended} or {@code check}
     * @param reversibility whether there is a way back
     * @param undo what takes the step back, in words or as a command, or null
     * @param undoByCommand whether {@code undo} is a command, which the decision {@code UNDO} carries out
     * @param onFailure what happens when it did not have its effect
     * @param attempts how often it is carried out without asking anybody
     * @param locks what it locks, from coarse to fine
     * @param skipExpected why the plan expects that it is not needed, or null when it does not
     * @param skipped why it was not needed, or null when it was not skipped
     * @param status {@code PENDING}, {@code COMPLETED}, {@code SKIPPED}, {@code MARKED_DONE}, the phase it is in, or {@code OUTCOME_UNKNOWN} when its
     *     rollout was ended before anybody had verified what it did
     * @param waitingFor who or what it waits for, or an empty text
     * @param since when it came into that phase, or null before its turn
     * @param begunAt when its turn came, or null
     * @param endedAt when it was completed or skipped, or null
     * @param attempt 0 before its turn
     * @param runner who holds its task, or null
     * @param choices what is open to decide about it, of {@code RETRY}, {@code VERIFY_AGAIN}, {@code UNDO}, {@code MARK_DONE} and {@code ABORT}; empty
     *     while it waits for no decision
     * @param abortNeedsAcknowledgement whether the rollout is only ended here by who says in which state the cluster is left
     * @param lateResults what runners said of its tasks when nobody waited for it any more, the last 20; none of it counts
     * @param lateResultsInAll how many there were
     * @param evidence the files that its last attestation named; empty without one, or when it named none
     * @param proposal that the held step counts as done, or null when none stands
     * @param mark who answers for its effect when its status is {@code MARKED_DONE}: no look has shown it; else null
     */
    public record StepDetail(
            String id,
            String title,
            String stage,
            String action,
            String cluster,
            @Nullable String node,
            @Nullable String virtualServer,
            String actor,
            Reversibility.Kind reversibility,
            @Nullable String undo,
            boolean undoByCommand,
            FailureClass onFailure,
            int attempts,
            List<String> locks,
            @Nullable String skipExpected,
            @Nullable String skipped,
            String status,
            String waitingFor,
            @Nullable Instant since,
            @Nullable Instant begunAt,
            @Nullable Instant endedAt,
            int attempt,
            @Nullable String runner,
            List<HoldChoices.Choice> choices,
            boolean abortNeedsAcknowledgement,
            List<LateResult> lateResults,
            int lateResultsInAll,
            List<AttestedFile> evidence,
            @Nullable Proposal proposal,
            @Nullable Mark mark) {
        public StepDetail {
            locks = List.copyOf(locks);
            choices = List.copyOf(choices);
            lateResults = List.copyOf(lateResults);
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * Somebody wants the rollout to rest.
     *
     * @param atRest whether it does; else a step comes to its end first
     */
    public record Pause(String reason, Authority pausedBy, Instant pausedAt, boolean atRest) {}

    /** Somebody wants the step in turn to go on without approval; a second person decides. */
    public record OverrideProposal(UUID id, String step, String reason, Authority proposedBy, Instant proposedAt) {}

    /**
     * Two persons let a step go on without the approvals that it needed.
     *
     * @param missing what it lacked, each in words
     * @param expiresAt until when it could begin so
     */
    public record BrokenGlass(
            String step,
            String reason,
            Authority proposedBy,
            Instant proposedAt,
            String comment,
            Authority confirmedBy,
            Instant confirmedAt,
            Instant expiresAt,
            List<String> missing) {
        public BrokenGlass {
            missing = List.copyOf(missing);
        }
    }

    /** What a runner said too late of a task that had been granted to it under a token. */
    public record LateResult(
            UUID task,
            int attempt,
            Purpose purpose,
            String runner,
            long fencingToken,
            TaskOutcome outcome,
            @Nullable Integer exitCode,
            @Nullable String failure,
            int facts,
            Instant receivedAt) {}

    /** Somebody says that a held step counts as done; a second person decides. */
    public record Proposal(UUID id, String reason, String evidence, Authority proposedBy, Instant proposedAt) {}

    /** Two persons answer for the effect of a step that no look has shown. */
    public record Mark(
            String reason,
            String evidence,
            Authority proposedBy,
            Instant proposedAt,
            String comment,
            Authority confirmedBy,
            Instant confirmedAt) {}
}
