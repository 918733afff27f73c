package dev.lockstep.contracts.orchestration;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The approval that a part of a plan needs before its steps may change anything.
 *
 * @param part unique within the rollout: the policy's id, for a stage or a step with its name behind a slash
 * @param extent how much of the plan one approval is about
 * @param steps ids of the steps that wait for it, in the plan's order
 * @param content SHA-256 of the canonical JSON (RFC 8785) of these steps, in hexadecimal
 * @param approvers how many different people have to approve; 1 or more
 * @param validity how long an approval counts for steps that have not begun
 * @param delegations each approver must hold all of these, for example {@code EXCHANGE_FULL_ADMINISTRATOR@organization:contoso}
 */
public record ApprovalNeed(
        String part,
        Extent extent,
        List<String> steps,
        String content,
        int approvers,
        Duration validity,
        SortedSet<String> delegations) {

    /** How much of a plan one approval is about. */
    public enum Extent {
        /** The whole plan. */
        PLAN,
        /** All steps of one stage. */
        STAGE,
        /** One step. */
        STEP
    }

    public ApprovalNeed {
        steps = List.copyOf(steps);
        delegations = Collections.unmodifiableSortedSet(new TreeSet<>(delegations));
    }
}
