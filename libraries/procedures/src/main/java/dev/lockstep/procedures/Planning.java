package dev.lockstep.procedures;

import java.util.List;

/** What came of planning. */
public sealed interface Planning {

    /** There is a plan. */
    record Planned(Plan plan) implements Planning {}

    /**
     * There is none.
     *
     * @param reasons why, each in a sentence; 1 or more
     */
    record NoPlan(List<String> reasons) implements Planning {
        public NoPlan {
            reasons = List.copyOf(reasons);
        }
    }
}
