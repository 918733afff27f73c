package dev.lockstep.orchestration.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout in a list.
 *
 * @param number orders rollouts by when they were asked for
 * @param step the step whose turn it is, or null
 * @param phase where that step stands, or null
 * @param overrides how often a step was let go on without the approvals that it needed
 * @param paused whether nothing new is begun
 */
public record RolloutRow(
        long number,
        UUID id,
        String cluster,
        String site,
        String planHash,
        String status,
        @Nullable String step,
        int attempt,
        @Nullable String phase,
        @Nullable String waitCause,
        Instant phaseSince,
        Instant requestedAt,
        long version,
        int overrides,
        boolean paused) {}
