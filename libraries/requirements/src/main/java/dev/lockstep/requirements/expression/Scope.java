package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.validation.RequirementResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One evaluation: the values of its variables, and what it has read so far. */
final class Scope {

    /** Steps that an evaluation may take: terms within comprehensions, elements of lists. No requirement of ours needs a fiftieth of them. */
    static final int MOST_STEPS = 1_000_000;

    private final Reading reading;
    private final StepBudget budget;
    private final int evaluation;
    private final @Nullable Object[] slots;
    private final List<RequirementResult.FactRead> reads = new ArrayList<>();
    private @Nullable Set<FactNode.LeafFact> noted;
    private @Nullable Grounds grounds;
    private long steps;

    Scope(Reading reading, StepBudget budget, int slotCount) {
        this.reading = reading;
        this.budget = budget;
        this.evaluation = reading.nextEvaluation();
        this.slots = new @Nullable Object[slotCount];
    }

    /** The instant of the evaluation. */
    Instant at() {
        return reading.at();
    }

    Object get(int slot) {
        Object value = slots[slot];
        if (value == null) {
            throw new IllegalStateException("slot %d has no value".formatted(slot));
        }
        return value;
    }

    void set(int slot, Object value) {
        slots[slot] = value;
    }

    /** Counts steps; false when the evaluation, or all that share its budget, has taken too many. */
    boolean take(long more) {
        steps += more;
        return steps <= MOST_STEPS && budget.take(more);
    }

    /** Counts the elements of lists that are about to be looked at, as {@link #take} does. */
    boolean affords(Object first, Object second) {
        long elements = elements(first) + elements(second);
        return elements == 0 || take(elements);
    }

    /** As {@link #affords(Object, Object)}, of any number of values. */
    boolean affords(List<Object> values) {
        long elements = values.stream().mapToLong(Scope::elements).sum();
        return elements == 0 || take(elements);
    }

    private static long elements(Object value) {
        return value instanceof List<?> list ? list.size() : 0;
    }

    /** What an evaluation that takes too many steps comes to. */
    static Unknown runAway() {
        return Unknown.problem("the expression takes more than %,d steps".formatted(MOST_STEPS));
    }

    /** The facts that were read, each once, in the order of reading. */
    List<RequirementResult.FactRead> reads() {
        return reads;
    }

    /** What a node is worth to an expression: a leaf its value if it is fresh enough, anything else itself. */
    Object read(Object node) {
        if (grounds != null && node instanceof FactNode met) {
            grounds.met(met);
        }
        if (!(node instanceof FactNode.LeafFact leaf)) {
            return node;
        }
        Reading.Known known = reading.known(leaf);
        if (known.isNewTo(evaluation)) {
            reads.add(known.read());
        }
        if (noted != null) {
            noted.add(leaf);
        }
        return known.value();
    }

    /**
     * What follows from the facts alone, whatever the expression and its subject: computed once for a reading. Every expression that asks
     * for it has read what it was told from.
     *
     * @param question what is asked, equal when the answer is
     */
    Object once(Object question, Supplier<Object> computation) {
        Reading.Answer known = reading.answer(question);
        if (known != null) {
            known.reads().forEach(this::read);
            return known.value();
        }
        Set<FactNode.LeafFact> around = noted;
        Set<FactNode.LeafFact> within = new LinkedHashSet<>();
        noted = within;
        Object value = computation.get();
        noted = around;
        if (around != null) {
            around.addAll(within);
        }
        reading.keep(question, new Reading.Answer(value, List.copyOf(within)));
        return value;
    }

    /** Evaluates a term once more, and adds all that it reads to the grounds. */
    void gather(Term term, Grounds into) {
        grounds = into;
        term.evaluate(this);
        grounds = null;
        into.endOfTerm();
    }

    /** Calls a function that reads a document itself. */
    Object call(DomainFunction function, List<Object> arguments) {
        if (grounds == null) {
            return function.call(this, arguments);
        }
        grounds.within(true);
        Object value = function.call(this, arguments);
        grounds.within(false);
        return value;
    }
}
