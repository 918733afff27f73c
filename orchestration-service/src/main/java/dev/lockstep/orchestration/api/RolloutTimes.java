package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutRejected;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutResumed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutCompleted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepCompleted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepSkipped;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.orchestration.StateLeftEvent.MixedStateLeft;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.orchestration.api.RolloutDetail.LateResult;
import dev.lockstep.orchestration.api.RolloutDetail.Mark;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rollout's events tell besides how it stands: when its steps began and ended, and what was said of them. */
final class RolloutTimes {

    /** Of each step; a runner that never gives up must not make the answer long. */
    static final int MOST_LATE_RESULTS = 20;

    final Map<String, Instant> begun = new HashMap<>();
    final Map<String, Instant> ended = new HashMap<>();
    final Map<String, Integer> attempts = new HashMap<>();
    final Map<String, Mark> marks = new HashMap<>();
    final Map<String, String> skipped = new HashMap<>();
    final Map<String, List<AttestedFile>> attested = new HashMap<>();
    private final Map<String, Deque<LateResult>> late = new HashMap<>();
    final Map<String, Integer> lateInAll = new HashMap<>();

    @Nullable Instant started;

    @Nullable Instant over;

    @Nullable ClusterStateLeft left;

    long version;

    void take(RolloutEvent event) {
        switch (event) {
            case RolloutStarted happened -> started = happened.startedAt();
            case RolloutCompleted happened -> over = happened.completedAt();
            case RolloutAborted happened -> over = happened.abortedAt();
            case RolloutRejected happened -> over = happened.rejectedAt();
            case StepBegun happened -> {
                begun.putIfAbsent(happened.step(), happened.begunAt());
                attempts.put(happened.step(), happened.attempt());
            }
            case StepCompleted happened -> ended.put(happened.step(), happened.completedAt());
            case StepSkipped happened -> {
                ended.put(happened.step(), happened.skippedAt());
                skipped.put(happened.step(), happened.reason());
            }
            case WorkAttested happened ->
                attested.put(happened.step(), happened.attestation().files());
            case StepMarkedDone happened -> {
                ended.put(happened.step(), happened.confirmedAt());
                marks.put(
                        happened.step(),
                        new Mark(
                                happened.reason(),
                                happened.evidence(),
                                happened.proposedBy(),
                                happened.proposedAt(),
                                happened.comment(),
                                happened.confirmedBy(),
                                happened.confirmedAt()));
            }
            case MixedStateLeft told -> left = told.state();
            case RolloutResumed _ -> left = null;
            case LateResultRecorded said ->
                late(
                        said.step(),
                        new LateResult(
                                said.task(),
                                said.attempt(),
                                said.purpose(),
                                said.runner(),
                                said.fencingToken(),
                                said.outcome(),
                                said.exitCode(),
                                said.failure(),
                                said.facts(),
                                said.receivedAt()));
            default -> {
                // Tells no times.
            }
        }
    }

    private void late(String step, LateResult said) {
        Deque<LateResult> last = late.computeIfAbsent(step, _ -> new ArrayDeque<>());
        last.addLast(said);
        if (last.size() > MOST_LATE_RESULTS) {
            last.removeFirst();
        }
        lateInAll.merge(step, 1, Integer::sum);
    }

    /** The last ones, oldest first. */
    List<LateResult> late(String step) {
        return List.copyOf(late.getOrDefault(step, new ArrayDeque<>()));
    }
}
