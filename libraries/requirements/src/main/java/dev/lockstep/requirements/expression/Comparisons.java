package dev.lockstep.requirements.expression;

import dev.lockstep.requirements.dictionary.FactDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons that can never come out as they were meant, because of what the facts dictionary says of a fact: a value of another type, one
 * that it never has, an order that it has not. Where more than one type may stand, nothing is said against it.
 */
final class Comparisons {

    private static final Set<String> NUMBERS = Set.of("integer", "number");

    private Comparisons() {}

    /** What is wrong with asking whether two values are the same. */
    static Optional<String> sameness(Shape left, Shape right) {
        return types(left, right, "are never the same")
                .or(() -> value(left, right))
                .or(() -> value(right, left));
    }

    /** What is wrong with asking which of two values is the greater one. */
    static Optional<String> order(Shape left, Shape right) {
        for (Shape shape : List.of(left, right)) {
            if (shape.definition() != null && shape.type() != null && !hasOrder(shape.type())) {
                return Optional.of("%s and has no order".formatted(sentence(shape)));
            }
        }
        return types(left, right, "have no order");
    }

    /** What is wrong with asking whether a value is among others. */
    static Optional<String> membership(Shape element, Shape container) {
        FactDefinition definition = container.definition();
        if (definition == null || container.type() == null) {
            return Optional.empty();
        }
        return switch (container.type()) {
            case "array" -> sameness(element, container.element());
            case "object" ->
                definition.values().isPresent()
                        ? Optional.empty()
                        : Optional.of("'in' asks for a member of a list or of an object keyed by names");
            default -> Optional.of("%s, not a list; compare it with ==".formatted(sentence(container)));
        };
    }

    /** What is wrong with asking for a piece of a text. */
    static Optional<String> text(Shape whole, String function) {
        return whole.definition() == null
                        || whole.type() == null
                        || whole.type().equals("string")
                ? Optional.empty()
                : Optional.of("%s, and '%s' takes a text".formatted(sentence(whole), function));
    }

    private static Optional<String> types(Shape left, Shape right, String problem) {
        boolean aboutAFact = left.definition() != null || right.definition() != null;
        if (!aboutAFact || left.type() == null || right.type() == null || compatible(left.type(), right.type())) {
            return Optional.empty();
        }
        Shape fact = left.definition() == null ? right : left;
        Shape other = left.definition() == null ? left : right;
        return Optional.of(
                "%s, and %s: they %s; %s".formatted(sentence(fact), sentence(other), problem, remedy(fact, other)));
    }

    private static boolean compatible(String one, String other) {
        return one.equals(other) || (NUMBERS.contains(one) && NUMBERS.contains(other));
    }

    private static boolean hasOrder(String type) {
        return type.equals("string") || NUMBERS.contains(type);
    }

    private static Optional<String> value(Shape fact, Shape other) {
        FactDefinition definition = fact.definition();
        return definition != null
                        && other.constant() instanceof String constant
                        && !definition.allowedValues().isEmpty()
                        && !definition.allowedValues().contains(constant)
                ? Optional.of("the fact never has the value '%s'; it has one of %s"
                        .formatted(constant, String.join(", ", definition.allowedValues())))
                : Optional.empty();
    }

    private static String sentence(Shape shape) {
        return "%s is %s".formatted(subject(shape), words(shape.type()));
    }

    private static String subject(Shape shape) {
        if (shape.definition() != null) {
            return "the fact '%s'".formatted(shape.pattern());
        }
        return switch (shape.constant()) {
            case null -> "the other";
            case String text -> "\"%s\"".formatted(text);
            case Object value -> value.toString();
        };
    }

    private static String words(@Nullable String type) {
        return switch (type) {
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case null, default -> "an object";
        };
    }

    private static String remedy(Shape fact, Shape other) {
        return switch (fact.type()) {
            case "array" -> "ask with 'in' what is in the list";
            case "object" -> "compare one of its members";
            case null, default ->
                asWritten(fact.type(), other.constant())
                        .map(value -> "write " + value)
                        .orElseGet(() -> "compare it with %s".formatted(words(fact.type())));
        };
    }

    /** A constant as one of another type, where it can be one. */
    private static Optional<String> asWritten(@Nullable String type, @Nullable Object constant) {
        if (constant == null || type == null) {
            return Optional.empty();
        }
        String text = constant.toString().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "string" -> Optional.of("\"%s\"".formatted(constant));
            case "integer" -> Optional.of(text).filter(number -> number.matches("-?[0-9]{1,18}"));
            case "boolean" -> Optional.of(text).filter(Set.of("true", "false")::contains);
            default -> Optional.empty();
        };
    }
}
