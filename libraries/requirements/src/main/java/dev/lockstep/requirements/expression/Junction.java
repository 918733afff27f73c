package dev.lockstep.requirements.expression;

/**
 * Two terms joined by "and" or by "or".
 *
 * @param all whether it is true only when both are; otherwise it is when one is
 */
record Junction(boolean all, Term left, Term right) implements Term {

    @Override
    public Object evaluate(Scope scope) {
        return all ? Operators.and(left, right, scope) : Operators.or(left, right, scope);
    }

    @Override
    public void explain(Scope scope, boolean value, Grounds grounds) {
        if (value == all) {
            left.explain(scope, value, grounds);
            right.explain(scope, value, grounds);
            return;
        }
        boolean first = Boolean.valueOf(value).equals(left.evaluate(scope));
        (first ? left : right).explain(scope, value, grounds);
    }

    @Override
    public int conditions() {
        return all ? left.conditions() + right.conditions() : 1;
    }

    @Override
    public int held(Scope scope) {
        if (!all) {
            return Term.super.held(scope);
        }
        return Boolean.TRUE.equals(left.evaluate(scope)) ? left.conditions() + right.held(scope) : left.held(scope);
    }
}
