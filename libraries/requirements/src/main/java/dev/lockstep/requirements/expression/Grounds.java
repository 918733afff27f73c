package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.validation.RequirementResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts that decided an expression, in the order in which they stand in it. Those that a domain function looked up by itself come
 * after all others: they are grounds only where its answer was.
 */
final class Grounds {

    private final Reading reading;
    private final Map<String, String> own = new LinkedHashMap<>();
    private final Map<String, String> lookedUp = new LinkedHashMap<>();
    private final Set<RequirementResult.FactRead> facts = new LinkedHashSet<>();
    private final List<FactNode> collections = new ArrayList<>();
    private boolean leaves;
    private boolean within;
    private @Nullable String none;

    Grounds(Reading reading) {
        this.reading = reading;
    }

    /** Notes what a term met, whether or not it says anything. */
    void met(FactNode node) {
        switch (node) {
            case FactNode.LeafFact leaf -> leaf(leaf);
            case FactNode.ArrayFact array -> collections.add(array);
            case FactNode.ObjectFact object -> {
                if (object.definition().values().isPresent()) {
                    collections.add(object);
                }
            }
        }
    }

    private void leaf(FactNode.LeafFact leaf) {
        leaves = true;
        if (none != null && leaf.path().startsWith(none)) {
            return;
        }
        Reading.Known known = reading.known(leaf);
        if (!(known.value() instanceof Unknown)) {
            facts.add(known.read());
            (within ? lookedUp : own).putIfAbsent(leaf.path(), leaf.path() + " is " + leaf.json());
        }
    }

    /** Ends a term: a collection says something when it is empty, and its size does when there is nothing else. */
    void endOfTerm() {
        for (FactNode collection : collections) {
            int size = size(collection);
            if (size == 0 || !leaves) {
                String path = collection.place().toString();
                own.putIfAbsent(path, size == 0 ? path + " is empty" : "%s has %d".formatted(path, size));
            }
        }
        collections.clear();
        leaves = false;
    }

    private static int size(FactNode collection) {
        return switch (collection) {
            case FactNode.ArrayFact array -> array.elements().size();
            case FactNode.ObjectFact object -> object.members().size();
            case FactNode.LeafFact _ -> 1;
        };
    }

    /**
     * States that no element of a collection is what is asked for, instead of what each lacks; until {@link #endOfNone} nothing of them is
     * noted. False when it is no collection of the document, or within such a statement.
     */
    boolean noneOf(Object range) {
        if (none != null || !(range instanceof FactNode.ArrayFact array)) {
            return false;
        }
        String path = array.place().toString();
        own.putIfAbsent(
                path, "none of the %d of %s is such".formatted(array.elements().size(), path));
        none = path + "/";
        return true;
    }

    /** Ends what {@link #noneOf} began. */
    void endOfNone() {
        none = null;
    }

    /** Marks what follows as looked up by a domain function, or no longer so. */
    void within(boolean function) {
        within = function;
    }

    /** The names of what was compared only find it; they are told when there is nothing else. */
    Explanation explanation() {
        lookedUp.keySet().removeAll(own.keySet());
        return new Explanation(statements(own), statements(lookedUp), List.copyOf(facts));
    }

    private static List<String> statements(Map<String, String> grounds) {
        List<String> telling = grounds.entrySet().stream()
                .filter(ground -> !ground.getKey().endsWith("/name"))
                .map(Map.Entry::getValue)
                .toList();
        return telling.isEmpty() ? List.copyOf(grounds.values()) : telling;
    }
}
