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
import dev.lockstep.contracts.orchestration.StateLeftEvent.MixedStateLeft;
import dev.lockstep.orchestration.api.RolloutDetail.LateResult;
import dev.lockstep.orchestration.api.RolloutDetail.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rollout's events tell besides how it stands: when its steps began and ended, and what was said of them. */
final class RolloutTimes {

    final Map<String, Instant> begun = new HashMap<>();
    final Map<String, Instant> ended = new HashMap<>();
    final Map<String, Integer> attempts = new HashMap<>();
    final Map<String, Mark> marks = new HashMap<>();
    final Map<String, String> skipped = new HashMap<>();
    final Map<String, List<LateResult>> late = new HashMap<>();

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
                late.computeIfAbsent(said.step(), _ -> new ArrayList<>())
                        .add(new LateResult(
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
}
