package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.RequirementResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts as they are read at one freshness. What a fact is worth is told once, however many expressions read it; so expressions that are
 * evaluated together share a reading. It is for one thread.
 */
public final class Reading {

    private final InventoryFacts facts;
    private final Freshness freshness;
    private final IdentityHashMap<FactNode.LeafFact, Known> known = new IdentityHashMap<>();
    private final Map<Object, Answer> answers = new HashMap<>();
    private int evaluations;

    /** The facts at a freshness. */
    public Reading(InventoryFacts facts, Freshness freshness) {
        this.facts = facts;
        this.freshness = freshness;
    }

    InventoryFacts facts() {
        return facts;
    }

    /** The instant at which ages are measured. */
    Instant at() {
        return freshness.at();
    }

    /** A number for one more evaluation. */
    int nextEvaluation() {
        return ++evaluations;
    }

    /** What is known of a leaf. */
    Known known(FactNode.LeafFact leaf) {
        Known found = known.get(leaf);
        if (found == null) {
            found = new Known(worth(leaf), new RequirementResult.FactRead(leaf.path(), leaf.json(), null));
            known.put(leaf, found);
        }
        return found;
    }

    /** What was computed for a question before; null when nothing was. */
    @Nullable Answer answer(Object question) {
        return answers.get(question);
    }

    void keep(Object question, Answer answer) {
        answers.put(question, answer);
    }

    private Object worth(FactNode.LeafFact leaf) {
        Optional<String> ring = facts.ring(leaf);
        if (ring.isPresent()) {
            return Unknown.of(MissingFact.circular(leaf.place(), ring.get(), leaf.definition()));
        }
        Optional<Duration> maximumAge = leaf.definition().maximumAge();
        if (maximumAge.isEmpty()) {
            return leaf.value();
        }
        Provenance provenance = leaf.provenance();
        if (provenance == null) {
            return leaf.value();
        }
        if (!freshness.plansCount() && provenance.confidence() == Confidence.PLANNED) {
            return Unknown.of(MissingFact.planned(leaf.place(), leaf.definition()));
        }
        Duration age = Duration.between(provenance.observedAt(), freshness.at());
        return age.compareTo(maximumAge.get()) > 0
                ? Unknown.of(MissingFact.stale(leaf.place(), provenance.observedAt(), leaf.definition()))
                : leaf.value();
    }

    /**
     * What was computed from facts alone.
     *
     * @param reads what it was told from, in the order of reading
     */
    record Answer(Object value, List<FactNode.LeafFact> reads) {}

    /** What a leaf is worth to every expression, and which evaluation read it last. */
    static final class Known {
        private final Object value;
        private final RequirementResult.FactRead read;
        private int readBy;

        private Known(Object value, RequirementResult.FactRead read) {
            this.value = value;
            this.read = read;
        }

        /** The fact as it is told when it was read. */
        RequirementResult.FactRead read() {
            return read;
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
