package dev.lockstep.requirements.expression;

/**
 * How many steps of comprehensions several evaluations may take together. Which of them are cut short depends on their order once it is
 * spent, so it is no bound to come near to. It is for one thread.
 */
public final class StepBudget {

    private final long most;
    private long taken;

    /**
     * A budget.
     *
     * @param most steps, 1 or more
     */
    public StepBudget(long most) {
        this.most = most;
    }

    /** A budget that is never spent. */
    public static StepBudget unbounded() {
        return new StepBudget(Long.MAX_VALUE);
    }

    /** Takes a step; false when none is left. */
    boolean take() {
        return ++taken <= most;
    }

    /** What an evaluation comes to that has no step left. */
    Unknown spent() {
        return Unknown.problem("the requirements of your own together take more than %,d steps".formatted(most));
    }
}
