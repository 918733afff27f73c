package dev.lockstep.requirements.expression;

/** One of two terms, as a condition says. */
record Choice(Term condition, Term then, Term otherwise) implements Term {

    @Override
    public Object evaluate(Scope scope) {
        return Operators.conditional(condition, then, otherwise, scope);
    }

    @Override
    public void explain(Scope scope, boolean value, Grounds grounds) {
        if (condition.evaluate(scope) instanceof Boolean yes) {
            condition.explain(scope, yes, grounds);
            (yes ? then : otherwise).explain(scope, value, grounds);
        } else {
            Term.super.explain(scope, value, grounds);
        }
    }
}
