package dev.lockstep.requirements.expression;

import java.time.Instant;

/**
 * How fresh facts must be.
 *
 * @param at the instant at which ages are measured
 * @param plansCount whether facts that are merely planned may decide, as they may at the stage PLAN
 */
public record Freshness(Instant at, boolean plansCount) {}
