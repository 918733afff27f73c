package dev.lockstep.requirements.expression;

/**
 * Whether two values are the same, or whether they differ.
 *
 * @param same whether it is true when they are the same
 */
record Equality(boolean same, Term left, Term right) implements Term {

    @Override
    public Object evaluate(Scope scope) {
        Object first = left.evaluate(scope);
        Object second = right.evaluate(scope);
        if (!scope.affords(first, second)) {
            return Scope.runAway();
        }
        Object equal = Operators.equal(first, second);
        return same ? equal : Operators.not(equal);
    }

    @Override
    public void explain(Scope scope, boolean value, Grounds grounds) {
        if (left.evaluate(scope) instanceof Boolean first && right.evaluate(scope) instanceof Boolean second) {
            left.explain(scope, first, grounds);
            right.explain(scope, second, grounds);
        } else {
            Term.super.explain(scope, value, grounds);
        }
    }
}
