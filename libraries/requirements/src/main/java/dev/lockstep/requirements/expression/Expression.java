package dev.lockstep.requirements.expression;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A compiled condition. Immutable, and fit for use by many threads at once. */
public final class Expression {

    private final String text;
    private final Term term;
    private final int slotCount;
    private final List<Map.Entry<String, Integer>> variables;
    private final Set<String> facts;
    private final Set<String> collections;

    Expression(
            String text,
            Term term,
            int slotCount,
            Map<String, Integer> variables,
            Set<String> facts,
            Set<String> collections) {
        this.text = text;
        this.term = term;
        this.slotCount = slotCount;
        this.variables = List.copyOf(variables.entrySet());
        this.facts = facts;
        this.collections = collections;
    }

    /** The expression as it was written. */
    public String text() {
        return text;
    }

    /** The facts that it may read, each as a path with {@code *} for names, sorted. */
    public Set<String> facts() {
        return facts;
    }

    /** The arrays and maps of objects of which it asks what stands in them, each as a path with {@code *} for names, sorted. */
    public Set<String> collections() {
        return collections;
    }

    /** Evaluates the expression within the bound that each has for itself. */
    public Evaluation evaluate(Reading reading, Subject subject) {
        return evaluate(reading, subject, StepBudget.unbounded());
    }

    /**
     * Evaluates the expression.
     *
     * @param reading what it reads
     * @param subject what it is about; its kind is the one that the expression was compiled for
     * @param budget the steps that it and others may take together
     */
    public Evaluation evaluate(Reading reading, Subject subject, StepBudget budget) {
        Scope scope = scope(reading, subject, budget);
        Object value = term.evaluate(scope);
        return new Evaluation(outcome(value), scope.reads());
    }

    private Scope scope(Reading reading, Subject subject, StepBudget budget) {
        Scope scope = new Scope(reading, budget, slotCount);
        for (Map.Entry<String, Integer> variable : variables) {
            scope.set(variable.getValue(), reading.facts().value(variable.getKey(), subject));
        }
        return scope;
    }

    /**
     * Why it is false. This takes a multiple of the time of an evaluation, so it is for what is told to people.
     *
     * @param reading what it was false on
     * @param subject what it was false about
     * @param budget the steps that this and other explanations may take together; what they do not reach is not told
     */
    public Explanation whyFalse(Reading reading, Subject subject, StepBudget budget) {
        Grounds grounds = new Grounds(reading);
        term.explain(scope(reading, subject, budget), false, grounds);
        return grounds.explanation();
    }

    private Evaluation.Outcome outcome(Object value) {
        return switch (value) {
            case Boolean known -> known ? new Evaluation.True() : new Evaluation.False();
            case Unknown unknown ->
                new Evaluation.NotKnown(
                        unknown.facts().stream()
                                .sorted(Comparator.comparing(MissingFact::path))
                                .toList(),
                        List.copyOf(unknown.problems()));
            default ->
                new Evaluation.NotKnown(
                        List.of(), List.of("'%s' is '%s', neither true nor false".formatted(text, value)));
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
