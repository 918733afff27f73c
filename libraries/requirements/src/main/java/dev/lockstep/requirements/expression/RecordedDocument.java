package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import java.util.Locale;
import java.util.Map;

/**
 * A document of a recorded inventory in the form that expressions read. Making it takes as long as some evaluations do; once made, it can
 * be read beside any other document: an organization's beside each of its clusters'. Immutable.
 */
public final class RecordedDocument {

    private final DocumentKind kind;
    private final FactNode.ObjectFact root;
    private final Map<FactNode.LeafFact, String> circular;

    private RecordedDocument(DocumentKind kind, FactNode.ObjectFact root) {
        this.kind = kind;
        this.root = root;
        this.circular = CircularFacts.in(root);
    }

    /** The document that consists of these facts. */
    public static RecordedDocument of(FactTree facts) {
        String name = facts.kind().name().toLowerCase(Locale.ROOT);
        return new RecordedDocument(facts.kind(), RecordedFacts.tree(name, InventoryFacts.definition(name), facts));
    }

    /**
     * Its facts.
     *
     * @throws IllegalArgumentException when it is a document of another kind
     */
    FactNode.ObjectFact root(DocumentKind wanted) {
        if (kind != wanted) {
            throw new IllegalArgumentException(
                    "a document of the kind %s was expected, not %s".formatted(wanted, kind));
        }
        return root;
    }

    /** Those of its facts that lead back to where they began, each with the names on the way. */
    Map<FactNode.LeafFact, String> circular() {
        return circular;
    }
}
