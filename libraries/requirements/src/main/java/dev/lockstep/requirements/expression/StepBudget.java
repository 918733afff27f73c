package dev.lockstep.requirements.expression;

/**
 * How much work the evaluations of one requirement may be together, in terms that are evaluated within loops and elements of lists that
 * are looked at. When it is spent, none of them counts, so that it does not matter in which order they are made. It is for one thread.
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

    /** Whether more was asked for than there is. */
    public boolean isSpent() {
        return taken > most;
    }

    /** Takes steps; false when there are not as many left. */
    boolean take(long steps) {
        taken += steps;
        return taken <= most;
    }
}
