package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.Provenance;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One evaluation: the values of its variables, and what it has read so far. */
final class Scope {

    /** Steps of comprehensions that an evaluation may take; no requirement of ours needs a thousandth of them. */
    static final int MOST_STEPS = 1_000_000;

    private final InventoryFacts facts;
    private final Freshness freshness;
    private final @Nullable Object[] slots;
    private final IdentityHashMap<FactNode.LeafFact, Object> values = new IdentityHashMap<>();
    private final Map<String, FactNode.LeafFact> reads = new LinkedHashMap<>();
    private int steps;

    Scope(InventoryFacts facts, Freshness freshness, int slotCount) {
        this.facts = facts;
        this.freshness = freshness;
        this.slots = new @Nullable Object[slotCount];
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

    /** Counts a step of a comprehension; false when the evaluation has taken too many. */
    boolean takeStep() {
        return ++steps <= MOST_STEPS;
    }

    /** What an evaluation that takes too many steps comes to. */
    static Unknown runAway() {
        return Unknown.problem("the expression takes more than %,d steps".formatted(MOST_STEPS));
    }

    /** The facts that were read, by path, in the order of reading. */
    Map<String, FactNode.LeafFact> reads() {
        return reads;
    }

    /** What a node is worth to an expression: a leaf its value if it is fresh enough, anything else itself. */
    Object read(Object node) {
        if (!(node instanceof FactNode.LeafFact leaf)) {
            return node;
        }
        Object known = values.get(leaf);
        if (known == null) {
            reads.put(leaf.path(), leaf);
            known = worth(leaf);
            values.put(leaf, known);
        }
        return known;
    }

    private Object worth(FactNode.LeafFact leaf) {
        Optional<Duration> maximumAge = leaf.definition().maximumAge();
        if (maximumAge.isEmpty()) {
            return leaf.value();
        }
        Optional<Provenance> provenance = facts.provenance(leaf.place());
        if (provenance.isEmpty()) {
            return leaf.value();
        }
        if (!freshness.plansCount() && provenance.get().confidence() == Confidence.PLANNED) {
            return unusable(leaf, MissingFact.Reason.PLANNED);
        }
        Duration age = Duration.between(provenance.get().observedAt(), freshness.at());
        return age.compareTo(maximumAge.get()) > 0 ? unusable(leaf, MissingFact.Reason.STALE) : leaf.value();
    }

    private static Unknown unusable(FactNode.LeafFact leaf, MissingFact.Reason reason) {
        return Unknown.of(new MissingFact(leaf.path(), reason, leaf.definition()));
    }
}
