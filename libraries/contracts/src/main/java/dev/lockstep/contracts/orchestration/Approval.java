package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;

/**
 * Somebody with the authority agreed to a plan.
 *
 * @param planHash the plan, and only that plan
 * @param approver who, with the authority held at that moment
 * @param decidedAt when
 * @param expiresAt after which it no longer counts for steps that have not begun
 * @param comment the approver's words; may be empty
 */
public record Approval(
        String planHash,
        Authority approver,
        Instant decidedAt,
        Instant expiresAt,
        @PersonText(by = "approver") String comment) {}
