package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.validation.RequirementResult;
import java.util.List;

/**
 * What an expression came to.
 *
 * @param outcome true, false, or not known
 * @param reads the facts that were read, with their values, each once, in the order of reading
 */
public record Evaluation(Outcome outcome, List<RequirementResult.FactRead> reads) {

    public Evaluation {
        reads = List.copyOf(reads);
    }

    /** The outcome of an expression. */
    public sealed interface Outcome {}

    /** The expression is true, whatever the facts that were not needed say. */
    public record True() implements Outcome {}

    /** The expression is false, whatever the facts that were not needed say. */
    public record False() implements Outcome {}

    /**
     * The expression cannot be told.
     *
     * @param facts the facts that would tell it, sorted by path
     * @param problems what went wrong in the computation itself; rarely anything
     */
    public record NotKnown(List<MissingFact> facts, List<String> problems) implements Outcome {}
}
