package dev.lockstep.requirements.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Terms whose value is told from the values of all their arguments; what is not known of an argument is not known of them. */
final class Strict {

    private Strict() {}

    /** What becomes of two values. */
    @FunctionalInterface
    interface OfTwo {
        Object apply(Scope scope, Object first, Object second);
    }

    /** What becomes of any number of values. */
    @FunctionalInterface
    interface OfMany {
        Object apply(Scope scope, List<Object> values);
    }

    static Term one(Term argument, UnaryOperator<Object> body) {
        return scope -> {
            Object value = argument.evaluate(scope);
            return value instanceof Unknown ? value : body.apply(value);
        };
    }

    static Term two(Term left, Term right, OfTwo body) {
        return scope -> {
            Object first = left.evaluate(scope);
            Object second = right.evaluate(scope);
            Unknown unknown = Unknown.merge(first, second);
            return unknown == null ? body.apply(scope, first, second) : unknown;
        };
    }

    static Term many(List<Term> arguments, OfMany body) {
        return scope -> {
            List<Object> values = new ArrayList<>(arguments.size());
            Unknown unknown = null;
            for (Term argument : arguments) {
                Object value = argument.evaluate(scope);
                unknown = Unknown.merge(unknown, value);
                values.add(value);
            }
            return unknown == null ? body.apply(scope, values) : unknown;
        };
    }
}
