package dev.lockstep.contracts.work;

import dev.lockstep.contracts.ClusterId;
import java.time.Duration;
import java.util.UUID;

/**
 * Work that a site runner holds under lease.
 *
 * @param id identifies the task; a task is executed at most once
 * @param fencingToken greater than that of any earlier grant; every report carries it
 * @param rollout the rollout it belongs to
 * @param step the step of the plan
 * @param attempt 1 or more
 * @param site the site whose runner may take it
 * @param cluster the cluster it acts on
 * @param work what to do
 * @param timeout after which the runner ends the process and reports {@link TaskOutcome#TIMED_OUT}
 * @param lease how long the grant holds without a heartbeat
 */
public record RunnerTask(
        UUID id,
        long fencingToken,
        UUID rollout,
        String step,
        int attempt,
        String site,
        ClusterId cluster,
        Work work,
        Duration timeout,
        Duration lease) {}
