package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.Provenance;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * Facts as they are read at one freshness. What a fact is worth is told once, however many expressions read it; so expressions that are
 * evaluated together share a reading. It is for one thread.
 */
public final class Reading {

    private final InventoryFacts facts;
    private final Freshness freshness;
    private final IdentityHashMap<FactNode.LeafFact, Known> known = new IdentityHashMap<>();
    private int evaluations;

    /** The facts at a freshness. */
    public Reading(InventoryFacts facts, Freshness freshness) {
        this.facts = facts;
        this.freshness = freshness;
    }

    InventoryFacts facts() {
        return facts;
    }

    /** A number for one more evaluation. */
    int nextEvaluation() {
        return ++evaluations;
    }

    /** What is known of a leaf. */
    Known known(FactNode.LeafFact leaf) {
        Known found = known.get(leaf);
        if (found == null) {
            found = new Known(worth(leaf));
            known.put(leaf, found);
        }
        return found;
    }

    private Object worth(FactNode.LeafFact leaf) {
        Optional<Duration> maximumAge = leaf.definition().maximumAge();
        if (maximumAge.isEmpty()) {
            return leaf.value();
        }
        Provenance provenance = leaf.provenance();
        if (provenance == null) {
            return leaf.value();
        }
        if (!freshness.plansCount() && provenance.confidence() == Confidence.PLANNED) {
            return unusable(leaf, MissingFact.Reason.PLANNED);
        }
        Duration age = Duration.between(provenance.observedAt(), freshness.at());
        return age.compareTo(maximumAge.get()) > 0 ? unusable(leaf, MissingFact.Reason.STALE) : leaf.value();
    }

    private static Unknown unusable(FactNode.LeafFact leaf, MissingFact.Reason reason) {
        return Unknown.of(new MissingFact(leaf.path(), reason, leaf.definition()));
    }

    /** What a leaf is worth to every expression, and which evaluation read it last. */
    static final class Known {
        private final Object value;
        private int readBy;

        private Known(Object value) {
            this.value = value;
        }

        /** Its value if it is fresh enough, or what is not known. */
        Object value() {
            return value;
        }

        /** Notes that an evaluation reads it; true when it has not done so before. */
        boolean isNewTo(int evaluation) {
            boolean unread = readBy != evaluation;
            readBy = evaluation;
            return unread;
        }
    }
}
