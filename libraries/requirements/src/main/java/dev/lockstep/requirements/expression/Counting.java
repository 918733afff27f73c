package dev.lockstep.requirements.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CEL's {@code exists_one}. Two elements that certainly match make it false, whatever else is not known; its expansion into a running
 * count would not show that.
 *
 * @param weight terms of the predicate
 */
record Counting(Term range, Term predicate, int itemSlot, int weight) implements Term {

    /** The predicate of a comprehension that counts matches; null when the comprehension is another. */
    static @Nullable CelExpr predicate(CelComprehension loop) {
        CelExpr step = loop.loopStep();
        boolean counts = loop.accuInit().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && step.getKind() == CelExpr.ExprKind.Kind.CALL
                && step.call().function().equals("_?_:_")
                && loop.result().getKind() == CelExpr.ExprKind.Kind.CALL
                && loop.result().call().function().equals("_==_");
        return counts ? step.call().args().get(0) : null;
    }

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
        int matches = 0;
        Unknown unknown = null;
        for (Object element : elements) {
            if (!scope.take(weight)) {
                return Scope.runAway();
            }
            scope.set(itemSlot, element);
            Object match = predicate.evaluate(scope);
            unknown = Unknown.merge(unknown, match);
            if (Boolean.TRUE.equals(match) && ++matches > 1) {
                return false;
            }
        }
        return unknown == null ? (Object) (matches == 1) : unknown;
    }

    /** Where none matches, those that come nearest; where several do, these. */
    @Override
    public void explain(Scope scope, boolean value, Grounds grounds) {
        Elements elements = new Elements(range, predicate, itemSlot, weight);
        boolean none = elements.matching(scope, true).isEmpty();
        elements.explain(scope, !none, !none, grounds);
    }
}
