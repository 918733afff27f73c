package dev.lockstep.requirements.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.lockstep.requirements.dictionary.FactDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns a checked CEL syntax tree into terms, and follows the facts dictionary while doing so: what is read is known before anything is
 * evaluated, and a fact that is not declared is a mistake.
 */
final class TermCompiler {

    private final CelAbstractSyntaxTree tree;
    private final Map<String, Binding> bindings = new HashMap<>();
    private final SortedSet<String> facts = new TreeSet<>();
    private final SortedSet<String> collections = new TreeSet<>();
    private final Map<String, Integer> variables = new HashMap<>();
    private final int variableCount;
    private int termCount;
    private int slotCount;

    TermCompiler(CelAbstractSyntaxTree tree, Map<String, FactDefinition> variables) {
        this.tree = tree;
        variables.forEach((name, definition) ->
                bindings.put(name, new Binding(slotCount++, Shape.fact(definition, SubjectVariables.pattern(name)))));
        this.variableCount = slotCount;
    }

    /** The facts that the term may read, each with {@code *} for names. */
    SortedSet<String> facts() {
        return facts;
    }

    /** The arrays and maps of objects whose members the term asks for, each with {@code *} for names. */
    SortedSet<String> collections() {
        return collections;
    }

    int slotCount() {
        return slotCount;
    }

    /** The slots of the given variables that the term reads, by name. */
    Map<String, Integer> variables() {
        return variables;
    }

    Compiled compile(CelExpr expression) throws InvalidExpressionException {
        termCount++;
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression);
            case IDENT -> identifier(expression);
            case SELECT -> select(expression);
            case CALL -> call(expression, expression.call());
            case LIST -> list(expression.list().elements());
            case COMPREHENSION -> comprehension(expression, expression.comprehension());
            default -> throw mistake(expression, "this form of expression is not offered here");
        };
    }

    private Compiled constant(CelExpr expression) throws InvalidExpressionException {
        CelConstant constant = expression.constant();
        Object value = switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case NULL_VALUE -> FactNode.NULL;
            default -> throw mistake(expression, "constants of this type are not offered here");
        };
        return new Compiled(scope -> value, Shape.constant(value));
    }

    private Compiled identifier(CelExpr expression) throws InvalidExpressionException {
        Binding binding = bindings.get(expression.ident().name());
        if (binding == null) {
            throw mistake(
                    expression,
                    "'%s' is not known here".formatted(expression.ident().name()));
        }
        int slot = binding.slot();
        if (slot < variableCount) {
            variables.put(expression.ident().name(), slot);
        }
        return new Compiled(scope -> scope.get(slot), binding.shape());
    }

    private Compiled select(CelExpr expression) throws InvalidExpressionException {
        if (expression.select().testOnly()) {
            throw mistake(expression, "has() is not offered: a missing fact must not decide anything");
        }
        Compiled operand = compile(expression.select().operand());
        // Interned, as the names of declared members are: then a look into a map compares no text.
        String field = expression.select().field().intern();
        Shape shape = member(expression, operand.shape(), field);
        Term term = operand.term();
        return new Compiled(scope -> selected(scope, term.evaluate(scope), field), shape);
    }

    private static Object selected(Scope scope, Object operand, String field) {
        return switch (operand) {
            case FactNode.ObjectFact object -> scope.read(object.member(field));
            case Unknown unknown -> unknown;
            default -> Unknown.problem("'%s' has no member '%s'".formatted(operand, field));
        };
    }

    private Shape member(CelExpr expression, Shape operand, String field) throws InvalidExpressionException {
        FactDefinition definition = operand.definition();
        if (definition == null) {
            throw mistake(expression, "it cannot be told which fact '%s' is".formatted(field));
        }
        Optional<FactDefinition> member = definition.member(field);
        if (member.isEmpty()) {
            throw mistake(
                    expression,
                    "the fact '%s/%s' is not declared in the facts dictionary".formatted(operand.pattern(), field));
        }
        String name = definition.members().containsKey(field) ? field : "*";
        return read(Shape.fact(member.get(), operand.pattern() + "/" + name));
    }

    private Shape read(Shape shape) {
        FactDefinition definition = shape.definition();
        if (definition != null && !definition.type().equals("object") && !definition.holdsObjects()) {
            facts.add(shape.pattern());
        }
        return shape;
    }

    private void counted(Shape shape) {
        FactDefinition definition = shape.definition();
        if (definition != null && (definition.type().equals("object") || definition.holdsObjects())) {
            collections.add(shape.pattern());
        }
    }

    private Compiled list(List<CelExpr> elements) throws InvalidExpressionException {
        List<Term> terms = new ArrayList<>();
        Shape item = Shape.NONE;
        for (CelExpr element : elements) {
            Compiled compiled = compile(element);
            terms.add(compiled.term());
            item = item.or(compiled.shape());
        }
        return new Compiled(
                scope -> {
                    List<Object> values = new ArrayList<>(terms.size());
                    for (Term term : terms) {
                        values.add(term.evaluate(scope));
                    }
                    return values;
                },
                Shape.listOf(item));
    }

    private Compiled comprehension(CelExpr expression, CelComprehension loop) throws InvalidExpressionException {
        Compiled range = compile(loop.iterRange());
        Compiled initial = compile(loop.accuInit());
        if (!loop.iterVar2().isEmpty()) {
            throw mistake(expression, "comprehensions over two variables are not offered");
        }
        counted(range.shape());
        Shape element = range.shape().element();
        Binding item = new Binding(slotCount++, element.definition() == null ? element : read(element));
        int result = slotCount++;
        Binding hiddenItem = bindings.get(loop.iterVar());
        Binding hiddenResult = bindings.get(loop.accuVar());
        bindings.put(loop.iterVar(), item);
        bindings.put(loop.accuVar(), new Binding(result, initial.shape()));
        int before = termCount;
        Compiled condition = compile(loop.loopCondition());
        CelExpr counted = Counting.predicate(loop);
        Compiled step = compile(counted == null ? loop.loopStep() : counted);
        int weight = termCount - before;
        bindings.put(loop.accuVar(), new Binding(result, step.shape()));
        Compiled outcome = compile(loop.result());
        restore(loop.iterVar(), hiddenItem);
        restore(loop.accuVar(), hiddenResult);
        Term term = counted == null
                ? new Loop(
                        range.term(),
                        initial.term(),
                        condition.term(),
                        step.term(),
                        outcome.term(),
                        item.slot(),
                        result,
                        weight)
                : new Counting(range.term(), step.term(), item.slot(), weight);
        return new Compiled(term, outcome.shape());
    }

    private void restore(String name, @Nullable Binding hidden) {
        if (hidden == null) {
            bindings.remove(name);
        } else {
            bindings.put(name, hidden);
        }
    }

    private Compiled call(CelExpr expression, CelCall call) throws InvalidExpressionException {
        List<Compiled> arguments = new ArrayList<>();
        if (call.target().isPresent()) {
            arguments.add(compile(call.target().get()));
        }
        for (CelExpr argument : call.args()) {
            arguments.add(compile(argument));
        }
        Compiled first = arguments.get(0);
        Compiled second = arguments.size() > 1 ? arguments.get(1) : first;
        Term left = first.term();
        Term right = second.term();
        return switch (call.function()) {
            case "_&&_" -> Compiled.plain(new Junction(true, left, right));
            case "_||_" -> Compiled.plain(new Junction(false, left, right));
            case "!_" -> Compiled.plain(new Negation(left));
            case "_?_:_" -> {
                Term otherwise = arguments.get(2).term();
                yield new Compiled(
                        new Choice(left, right, otherwise),
                        second.shape().or(arguments.get(2).shape()));
            }
            case "@not_strictly_false", "__not_strictly_false__" ->
                Compiled.plain(scope -> !Boolean.FALSE.equals(left.evaluate(scope)));
            case "_==_" -> {
                refuse(expression, Comparisons.sameness(first.shape(), second.shape()));
                yield Compiled.plain(new Equality(true, left, right));
            }
            case "_!=_" -> {
                refuse(expression, Comparisons.sameness(first.shape(), second.shape()));
                yield Compiled.plain(new Equality(false, left, right));
            }
            case "@in" -> {
                in(expression, call.args().get(1), first.shape(), second.shape());
                yield Compiled.plain(scope -> contained(left, right, scope));
            }
            case "_[_]" -> new Compiled(Strict.two(left, right, Operators::index), indexed(first.shape()));
            case "_+_", "_-_", "_*_", "_/_", "_%_" ->
                new Compiled(
                        Strict.two(
                                left,
                                right,
                                (scope, a, b) -> scope.affords(a, b)
                                        ? Operators.arithmetic(call.function(), a, b)
                                        : Scope.runAway()),
                        first.shape().or(second.shape()));
            case "-_" -> Compiled.plain(Strict.one(left, value -> Operators.arithmetic("_-_", 0L, value)));
            case "_<_", "_<=_", "_>_", "_>=_" -> {
                refuse(expression, Comparisons.order(first.shape(), second.shape()));
                IntPredicate wanted = Operators.order(call.function());
                yield Compiled.plain(Strict.two(left, right, (scope, a, b) -> Operators.ordered(wanted, a, b)));
            }
            case "size" -> {
                counted(first.shape());
                yield Compiled.plain(Strict.one(left, Operators::size));
            }
            case "startsWith", "endsWith", "contains" -> {
                refuse(expression, Comparisons.text(first.shape(), call.function()));
                refuse(expression, Comparisons.text(second.shape(), call.function()));
                yield Compiled.plain(
                        Strict.two(left, right, (scope, a, b) -> Operators.textTest(call.function(), a, b)));
            }
            default -> domainFunction(expression, call, arguments);
        };
    }

    /** Whether a list holds a value, either known or not; the elements of lists are counted. */
    private static Object contained(Term element, Term list, Scope scope) {
        Object first = element.evaluate(scope);
        Object second = list.evaluate(scope);
        return scope.affords(first, second) ? Operators.in(first, second) : Scope.runAway();
    }

    private Compiled domainFunction(CelExpr expression, CelCall call, List<Compiled> arguments)
            throws InvalidExpressionException {
        DomainFunction function = DomainFunction.ALL.get(call.function());
        if (function == null) {
            throw mistake(expression, "the function '%s' is not offered here".formatted(call.function()));
        }
        List<Term> terms = arguments.stream().map(Compiled::term).toList();
        if (!function.reads()) {
            return Compiled.plain(Strict.many(
                    terms, (scope, values) -> scope.affords(values) ? function.call(scope, values) : Scope.runAway()));
        }
        Shape last = arguments.isEmpty() ? Shape.NONE : arguments.getLast().shape();
        if (!last.pattern().equals(function.document())) {
            throw mistake(
                    expression,
                    "the last argument of '%s' is '%s' itself".formatted(function.name(), function.document()));
        }
        facts.addAll(function.facts());
        collections.addAll(function.collections());
        return Compiled.plain(scope -> scope.call(
                function, terms.stream().map(term -> term.evaluate(scope)).toList()));
    }

    private Shape indexed(Shape container) {
        FactDefinition definition = container.definition();
        if (definition != null && definition.values().isPresent()) {
            return read(Shape.fact(definition.values().get(), container.pattern() + "/*"));
        }
        return container.element();
    }

    private void in(CelExpr expression, CelExpr candidates, Shape element, Shape container)
            throws InvalidExpressionException {
        counted(container);
        refuse(expression, Comparisons.membership(element, container));
        if (candidates.getKind() == CelExpr.ExprKind.Kind.LIST) {
            for (CelExpr candidate : candidates.list().elements()) {
                if (candidate.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
                    refuse(
                            expression,
                            Comparisons.sameness(element, constant(candidate).shape()));
                }
            }
        }
    }

    private void refuse(CelExpr expression, Optional<String> problem) throws InvalidExpressionException {
        if (problem.isPresent()) {
            throw mistake(expression, problem.get());
        }
    }

    private InvalidExpressionException mistake(CelExpr expression, String message) {
        Integer offset = tree.getSource().getPositionsMap().get(expression.id());
        Optional<CelSourceLocation> location =
                offset == null ? Optional.empty() : tree.getSource().getOffsetLocation(offset);
        return new InvalidExpressionException(
                message,
                location.map(CelSourceLocation::getLine).orElse(1),
                location.map(CelSourceLocation::getColumn).orElse(0) + 1);
    }

    /** A term and what is known of its value. */
    record Compiled(Term term, Shape shape) {
        static Compiled plain(Term term) {
            return new Compiled(term, Shape.NONE);
        }
    }

    private record Binding(int slot, Shape shape) {}
}
