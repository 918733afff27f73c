package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * On what a deputy approved: the arrangement as it stood at that moment.
 *
 * @param arrangement which one
 * @param lender whose authority it was, as held when the deputy was appointed
 * @param delegations what was lent
 * @param agreedBy the second approver, with the authority held when agreeing
 * @param from when the period begins
 * @param until when it is over
 */
public record Mandate(
        UUID arrangement,
        Authority lender,
        SortedSet<String> delegations,
        Authority agreedBy,
        Instant agreedAt,
        Instant from,
        Instant until) {

    public Mandate {
        delegations = Collections.unmodifiableSortedSet(new TreeSet<>(delegations));
    }
}
