package dev.lockstep.requirements.expression;

/**
 * A part of an expression that is ready to be evaluated. Its value is a Boolean, Long, Double, String, {@link FactNode#NULL}, a List,
 * an {@link FactNode.ObjectFact}, an {@link FactNode.ArrayFact}, or {@link Unknown}.
 */
@FunctionalInterface
interface Term {
    Object evaluate(Scope scope);
}
