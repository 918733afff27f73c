package dev.lockstep.requirements.expression;

import java.util.List;

/**
 * A CEL comprehension: {@code all}, {@code exists}, {@code map} or {@code filter}.
 *
 * @param weight terms of condition and step
 */
record Loop(Term range, Term initial, Term condition, Term step, Term result, int itemSlot, int resultSlot, int weight)
        implements Term {

    @Override
    public Object evaluate(Scope scope) {
        Object over = range.evaluate(scope);
        if (over instanceof Unknown) {
            return over;
        }
        List<?> elements = Operators.elements(over);
        if (elements == null) {
            return Unknown.problem("'%s' is nothing to run over".formatted(over));
        }
        scope.set(resultSlot, initial.evaluate(scope));
        for (Object element : elements) {
            if (Boolean.FALSE.equals(condition.evaluate(scope))) {
                break;
            }
            if (!scope.take(weight)) {
                return Scope.runAway();
            }
            scope.set(itemSlot, element);
            scope.set(resultSlot, step.evaluate(scope));
        }
        return result.evaluate(scope);
    }

    /** Of {@code all} and {@code exists} the elements that decide; of anything else all that it reads. */
    @Override
    public void explain(Scope scope, boolean value, Grounds grounds) {
        if (step instanceof Junction joined) {
            new Elements(range, joined.right(), itemSlot, weight).explain(scope, joined.all(), value, grounds);
        } else {
            Term.super.explain(scope, value, grounds);
        }
    }
}
