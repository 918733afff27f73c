package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.work.TaskOutcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A runner reported on a task after nobody waited for it any more: its lease had run out, or the rollout had gone on without it. What it
 * said is kept for people, and changes nothing.
 *
 * @param attempt of the step that the task was made for
 * @param purpose what it was made for
 * @param runner to whom it had been granted
 * @param fencingToken of that grant
 * @param facts how many facts it reported; they are not recorded
 */
@EventType("lockstep.orchestration.late-result-recorded.v1")
public record LateResultRecorded(
        ClusterId cluster,
        UUID rollout,
        String step,
        int attempt,
        UUID task,
        RolloutEvent.Purpose purpose,
        String runner,
        long fencingToken,
        TaskOutcome outcome,
        @Nullable Integer exitCode,
        @Nullable String failure,
        int facts,
        Instant receivedAt)
        implements RolloutEvent {}
