package dev.lockstep.requirements.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * The elements that a comprehension runs over, looked at once more to tell which of them decided.
 *
 * @param weight terms of the predicate
 */
record Elements(Term range, Term predicate, int itemSlot, int weight) {

    /** Of more elements than this that are equally near to what is asked of one of them it is not told what each lacks. */
    private static final int MOST_NEAR = 4;

    /**
     * Adds what decides that the predicate is true of all elements, or of one, or that it is not.
     *
     * @param all whether it is asked of all, and otherwise of one
     * @param value the answer
     */
    void explain(Scope scope, boolean all, boolean value, Grounds grounds) {
        List<?> elements = elements(scope);
        if (elements.isEmpty() || !(elements.getFirst() instanceof FactNode)) {
            scope.gather(range, grounds);
        }
        List<Object> matching = matching(scope, value);
        List<Object> telling = all || value ? matching : nearest(scope, matching);
        boolean none = telling.size() > MOST_NEAR && !all && !value && grounds.noneOf(range.evaluate(scope));
        for (Object element : telling) {
            if (!scope.take(weight)) {
                break;
            }
            scope.set(itemSlot, element);
            predicate.explain(scope, value, grounds);
        }
        if (none) {
            grounds.endOfNone();
        }
    }

    /** Those of which the predicate has a value. */
    List<Object> matching(Scope scope, boolean value) {
        List<Object> matching = new ArrayList<>();
        for (Object element : elements(scope)) {
            if (!scope.take(weight)) {
                break;
            }
            scope.set(itemSlot, element);
            if (Boolean.valueOf(value).equals(predicate.evaluate(scope))) {
                matching.add(element);
            }
        }
        return matching;
    }

    /** Those that meet most of the conditions, counted from the first. */
    private List<Object> nearest(Scope scope, List<Object> elements) {
        List<Object> nearest = new ArrayList<>();
        int most = 0;
        for (Object element : elements) {
            if (!scope.take(weight)) {
                break;
            }
            scope.set(itemSlot, element);
            int held = predicate.held(scope);
            if (held > most) {
                nearest.clear();
                most = held;
            }
            if (held == most) {
                nearest.add(element);
            }
        }
        return nearest;
    }

    private List<?> elements(Scope scope) {
        List<?> elements = Operators.elements(range.evaluate(scope));
        return elements == null ? List.of() : elements;
    }
}
