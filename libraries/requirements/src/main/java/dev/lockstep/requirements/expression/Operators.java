package dev.lockstep.requirements.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** CEL's operators on values of which some may be unknown. */
final class Operators {

    private Operators() {}

    static Object and(Term left, Term right, Scope scope) {
        Object first = left.evaluate(scope);
        if (Boolean.FALSE.equals(first)) {
            return false;
        }
        Object second = right.evaluate(scope);
        if (Boolean.FALSE.equals(second)) {
            return false;
        }
        Unknown unknown = Unknown.merge(first, second);
        return unknown != null ? unknown : bothBoolean(first, second, true);
    }

    static Object or(Term left, Term right, Scope scope) {
        Object first = left.evaluate(scope);
        if (Boolean.TRUE.equals(first)) {
            return true;
        }
        Object second = right.evaluate(scope);
        if (Boolean.TRUE.equals(second)) {
            return true;
        }
        Unknown unknown = Unknown.merge(first, second);
        return unknown != null ? unknown : bothBoolean(first, second, false);
    }

    private static Object bothBoolean(Object first, Object second, boolean value) {
        return first instanceof Boolean && second instanceof Boolean
                ? value
                : Unknown.problem("'%s' and '%s' are not both true or false".formatted(first, second));
    }

    static Object conditional(Term condition, Term then, Term otherwise, Scope scope) {
        Object decided = condition.evaluate(scope);
        if (decided instanceof Boolean yes) {
            return yes ? then.evaluate(scope) : otherwise.evaluate(scope);
        }
        if (!(decided instanceof Unknown unknown)) {
            return Unknown.problem("the condition '%s' is neither true nor false".formatted(decided));
        }
        Object first = then.evaluate(scope);
        Object second = otherwise.evaluate(scope);
        if (Boolean.TRUE.equals(equal(first, second))) {
            return first;
        }
        Unknown merged = Unknown.merge(unknown, Unknown.merge(first, second));
        return merged == null ? unknown : merged;
    }

    static Object not(Object value) {
        return switch (value) {
            case Boolean known -> !known;
            case Unknown unknown -> unknown;
            default -> Unknown.problem("'%s' is neither true nor false".formatted(value));
        };
    }

    /** True, false, or what is not known. */
    static Object equal(Object left, Object right) {
        Unknown unknown = Unknown.merge(left, right);
        if (unknown != null) {
            return unknown;
        }
        if (left instanceof Number one && right instanceof Number two) {
            if (one instanceof Long && two instanceof Long) {
                return one.longValue() == two.longValue();
            }
            return Double.compare(one.doubleValue(), two.doubleValue()) == 0;
        }
        if (left instanceof List<?> one && right instanceof List<?> two) {
            return equalLists(one, two);
        }
        return left.equals(right);
    }

    private static Object equalLists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Unknown unknown = null;
        for (int i = 0; i < left.size(); i++) {
            Object same = equal(left.get(i), right.get(i));
            if (Boolean.FALSE.equals(same)) {
                return false;
            }
            unknown = Unknown.merge(unknown, same);
        }
        return unknown == null ? (Object) true : unknown;
    }

    static Object in(Object element, Object container) {
        if (container instanceof Unknown || element instanceof Unknown) {
            Unknown unknown = Unknown.merge(element, container);
            return unknown == null ? false : unknown;
        }
        if (container instanceof FactNode.ObjectFact map) {
            return map.members().containsKey(String.valueOf(element));
        }
        if (!(container instanceof List<?> list)) {
            return Unknown.problem("'%s' is no list".formatted(container));
        }
        Unknown unknown = null;
        for (Object candidate : list) {
            Object same = equal(element, candidate);
            if (Boolean.TRUE.equals(same)) {
                return true;
            }
            unknown = Unknown.merge(unknown, same);
        }
        return unknown == null ? (Object) false : unknown;
    }

    /** The order of two texts or numbers; null when they have none. */
    static @Nullable Integer compare(Object left, Object right) {
        if (left instanceof Long one && right instanceof Long two) {
            return one.compareTo(two);
        }
        if (left instanceof Number one && right instanceof Number two) {
            return Double.compare(one.doubleValue(), two.doubleValue());
        }
        if (left instanceof String one && right instanceof String two) {
            return one.compareTo(two);
        }
        return null;
    }

    /** The orders of which {@code _<_}, {@code _<=_}, {@code _>_} or {@code _>=_} is true. */
    static IntPredicate order(String operator) {
        return switch (operator) {
            case "_<_" -> order -> order < 0;
            case "_<=_" -> order -> order <= 0;
            case "_>_" -> order -> order > 0;
            default -> order -> order >= 0;
        };
    }

    /** Whether two values stand in a wanted order. */
    static Object ordered(IntPredicate wanted, Object left, Object right) {
        Integer order = compare(left, right);
        return order == null
                ? Unknown.problem("'%s' and '%s' have no order".formatted(left, right))
                : (Object) wanted.test(order);
    }

    /** {@code startsWith}, {@code endsWith} or {@code contains}. */
    static Object textTest(String operator, Object whole, Object piece) {
        if (!(whole instanceof String text) || !(piece instanceof String part)) {
            return Unknown.problem("%s takes two texts, not '%s' and '%s'".formatted(operator, whole, piece));
        }
        return switch (operator) {
            case "startsWith" -> text.startsWith(part);
            case "endsWith" -> text.endsWith(part);
            default -> text.contains(part);
        };
    }

    static Object arithmetic(String operator, Object left, Object right) {
        if (operator.equals("_+_") && left instanceof String one && right instanceof String two) {
            return one + two;
        }
        if (operator.equals("_+_") && left instanceof List<?> one && right instanceof List<?> two) {
            List<Object> joined = new ArrayList<>(one);
            joined.addAll(two);
            return Collections.unmodifiableList(joined);
        }
        if (!(left instanceof Long one) || !(right instanceof Long two)) {
            return Unknown.problem("'%s' and '%s' are not both whole numbers".formatted(left, right));
        }
        try {
            return switch (operator) {
                case "_+_" -> Math.addExact(one, two);
                case "_-_" -> Math.subtractExact(one, two);
                case "_*_" -> Math.multiplyExact(one, two);
                case "_/_" -> one / two;
                default -> one % two;
            };
        } catch (ArithmeticException e) {
            return Unknown.problem("%d %s %d cannot be computed".formatted(one, operator.charAt(1), two));
        }
    }

    static Object size(Object value) {
        return switch (value) {
            case List<?> list -> (long) list.size();
            case FactNode.ArrayFact array -> (long) array.elements().size();
            case FactNode.ObjectFact map -> (long) map.members().size();
            case String text -> (long) text.codePointCount(0, text.length());
            default -> Unknown.problem("'%s' has no size".formatted(value));
        };
    }

    static Object index(Scope scope, Object container, Object key) {
        return switch (container) {
            case FactNode.ObjectFact map when key instanceof String name -> scope.read(map.member(name));
            case FactNode.ArrayFact array -> element(array.elements(), key);
            case List<?> list -> element(list, key);
            default -> Unknown.problem("'%s' has no element '%s'".formatted(container, key));
        };
    }

    private static Object element(List<?> list, Object key) {
        return key instanceof Long index && index >= 0 && index < list.size()
                ? list.get(index.intValue())
                : Unknown.problem("there is no element %s in a list of %d".formatted(key, list.size()));
    }

    /** What a comprehension runs over; null when the value is nothing to run over. */
    static @Nullable List<?> elements(Object range) {
        return switch (range) {
            case List<?> list -> list;
            case FactNode.ArrayFact array -> array.elements();
            case FactNode.ObjectFact map -> List.copyOf(map.members().keySet());
            default -> null;
        };
    }
}
