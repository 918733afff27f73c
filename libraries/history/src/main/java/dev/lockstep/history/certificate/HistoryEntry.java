package dev.lockstep.history.certificate;

import dev.lockstep.contracts.orchestration.RolloutEvent;

/**
 * What an entry says about a rollout.
 *
 * @param index the entry's place in the log; entries of one cluster are in the order in which they were decided
 * @param event what happened
 */
public record HistoryEntry(long index, RolloutEvent event) {}
