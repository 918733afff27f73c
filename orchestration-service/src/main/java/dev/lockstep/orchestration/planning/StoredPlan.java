package dev.lockstep.orchestration.planning;

import dev.lockstep.contracts.Scenario;
import java.time.Instant;

/**
 * A plan in a list.
 *
 * @param number orders plans by when they were made
 * @param hash identifies it
 * @param plannedBy the account that made it
 */
public record StoredPlan(
        long number,
        String hash,
        String cluster,
        String site,
        Scenario scenario,
        String plannedBy,
        Instant plannedAt) {}
