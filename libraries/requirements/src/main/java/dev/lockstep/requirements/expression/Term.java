package dev.lockstep.requirements.expression;

/**
 * A part of an expression that is ready to be evaluated. Its value is a Boolean, Long, Double, String, {@link FactNode#NULL}, a List,
 * an {@link FactNode.ObjectFact}, an {@link FactNode.ArrayFact}, or {@link Unknown}.
 */
@FunctionalInterface
interface Term {
    Object evaluate(Scope scope);

    /**
     * Adds what decides that the term has a value; evaluating alone gathers nothing of the kind.
     *
     * @param value the value that it has in this scope
     */
    default void explain(Scope scope, boolean value, Grounds grounds) {
        scope.gather(this, grounds);
    }

    /** How many conditions it joins by "and", 1 or more. */
    default int conditions() {
        return 1;
    }

    /** How many of these are true before the first that is not. */
    default int held(Scope scope) {
        return Boolean.TRUE.equals(evaluate(scope)) ? 1 : 0;
    }
}
