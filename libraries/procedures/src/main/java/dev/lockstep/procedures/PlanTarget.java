package dev.lockstep.procedures;

import dev.lockstep.contracts.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is to lead to.
 *
 * @param targetBuild the Exchange build, for example {@code 6.5.6944}
 * @param operator the account that will carry attended steps out, as the permission requirements name it, or null
 */
public record PlanTarget(
        Scenario scenario, String targetBuild, @Nullable String operator) {}
