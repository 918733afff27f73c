package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.requirements.expression.Evaluation;
import dev.lockstep.requirements.expression.Expression;
import dev.lockstep.requirements.expression.Expressions;
import dev.lockstep.requirements.expression.Freshness;
import dev.lockstep.requirements.expression.InvalidExpressionException;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.expression.MissingFact;
import dev.lockstep.requirements.expression.Reading;
import dev.lockstep.requirements.expression.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The conditions of plans, in the language of the requirements. Fit for use by many threads at once. */
public final class Conditions implements Predicates {

    private static final Subject CLUSTER = new Subject(Subject.Kind.CLUSTER, "cluster");
    private static final int MOST_KEPT = 2_000;

    private final Expressions expressions = new Expressions();
    private final Map<String, Expression> compiled = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Expression> eldest) {
            return size() > MOST_KEPT;
        }
    });

    /**
     * What a condition came to.
     *
     * @param explanation the facts that decided, or those that are missing, in words
     */
    public record Answer(Truth truth, String explanation) {}

    @Override
    public Truth evaluate(String expression, JsonNode organization, JsonNode cluster) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("organization", organization);
        document.set("cluster", cluster);
        document.putObject("operation");
        return evaluate(expression, InventoryFacts.of(document), Instant.MAX).truth();
    }

    /**
     * Evaluates a condition over facts.
     *
     * @param at the instant at which the age of recorded facts is measured
     * @throws IllegalArgumentException when it is no condition
     */
    public Answer evaluate(String expression, InventoryFacts facts, Instant at) {
        Evaluation evaluation = compile(expression).evaluate(new Reading(facts, new Freshness(at, false)), CLUSTER);
        return switch (evaluation.outcome()) {
            case Evaluation.True _ -> new Answer(Truth.TRUE, seen(evaluation));
            case Evaluation.False _ -> new Answer(Truth.FALSE, seen(evaluation));
            case Evaluation.NotKnown(var missing, var problems) ->
                new Answer(
                        Truth.UNKNOWN,
                        "not known: "
                                + missing.stream()
                                        .map(MissingFact::path)
                                        .distinct()
                                        .limit(10)
                                        .collect(Collectors.joining(", "))
                                + String.join("; ", problems));
        };
    }

    private static String seen(Evaluation evaluation) {
        return evaluation.reads().stream()
                .filter(read -> !read.path().endsWith("/name"))
                .limit(10)
                .map(read -> read.path() + " is " + read.value())
                .collect(Collectors.joining(", "));
    }

    private Expression compile(String text) {
        Expression known = compiled.get(text);
        if (known != null) {
            return known;
        }
        try {
            Expression expression = expressions.compile(text, Subject.Kind.CLUSTER);
            compiled.put(text, expression);
            return expression;
        } catch (InvalidExpressionException e) {
            throw new IllegalArgumentException("'%s' is no condition: %s".formatted(text, e.getMessage()), e);
        }
    }
}
