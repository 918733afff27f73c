package dev.lockstep.requirements.expression;

/** What a term is not. */
record Negation(Term operand) implements Term {

    @Override
    public Object evaluate(Scope scope) {
        return Operators.not(operand.evaluate(scope));
    }

    @Override
    public void explain(Scope scope, boolean value, Grounds grounds) {
        operand.explain(scope, !value, grounds);
    }
}
