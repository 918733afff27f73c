package dev.lockstep.procedures;

import dev.lockstep.contracts.Scenario;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is to lead to.
 *
 * @param targetBuild the Exchange build, for example {@code 6.5.6944}
 * @param operator the account that will carry attended steps out, as the permission requirements name it, or null
 * @param attend actions and ids of automatic steps that a person carries out instead; in alphabetical order, each once
 */
public record PlanTarget(
        Scenario scenario, String targetBuild, @Nullable String operator, List<String> attend) {

    public PlanTarget {
        attend = attend.stream().distinct().sorted().toList();
    }

    /** A target in which automatic steps stay automatic. */
    public PlanTarget(Scenario scenario, String targetBuild, @Nullable String operator) {
        this(scenario, targetBuild, operator, List.of());
    }
}
