package dev.lockstep.requirements.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What expressions read: an organization, one of its clusters, and the operation at hand. Facts that come from a recorded inventory
 * bring their provenance, so that their age counts; facts of a bare document have no age. Immutable.
 */
public final class InventoryFacts {

    private static final FactsDictionary DICTIONARY = FactsDictionary.standard();

    private final Map<String, FactNode.ObjectFact> variables;
    private final List<Map<FactNode.LeafFact, String>> circular;

    private InventoryFacts(Map<String, FactNode.ObjectFact> variables, List<Map<FactNode.LeafFact, String>> circular) {
        this.variables = variables;
        this.circular = circular;
    }

    /** The facts of a document that the {@link dev.lockstep.requirements.document.DocumentReader} accepted. */
    public static InventoryFacts of(ObjectNode document) {
        Map<String, FactNode.ObjectFact> variables = new LinkedHashMap<>();
        for (String name : List.of("organization", "cluster", "operation")) {
            variables.put(name, tree(name, document.path(name)));
        }
        return new InventoryFacts(variables, List.of());
    }

    /** The facts of a recorded inventory. */
    public static InventoryFacts of(FactTree organization, FactTree cluster) {
        return of(RecordedDocument.of(organization), RecordedDocument.of(cluster));
    }

    /** The facts of documents of a recorded inventory. */
    public static InventoryFacts of(RecordedDocument organization, RecordedDocument cluster) {
        Map<String, FactNode.ObjectFact> variables = new LinkedHashMap<>();
        variables.put("organization", organization.root(DocumentKind.ORGANIZATION));
        variables.put("cluster", cluster.root(DocumentKind.CLUSTER));
        variables.put("operation", tree("operation", JsonNodeFactory.instance.objectNode()));
        return new InventoryFacts(variables, List.of(organization.circular(), cluster.circular()));
    }

    /** These facts with another operation. */
    public InventoryFacts withOperation(ObjectNode operation) {
        Map<String, FactNode.ObjectFact> changed = new LinkedHashMap<>(variables);
        changed.put("operation", tree("operation", operation));
        return new InventoryFacts(changed, circular);
    }

    /** The names on the way from a reference back to where it began; empty when it does not lead back. */
    Optional<String> ring(FactNode.LeafFact reference) {
        for (Map<FactNode.LeafFact, String> rings : circular) {
            if (!rings.isEmpty() && rings.containsKey(reference)) {
                return Optional.ofNullable(rings.get(reference));
            }
        }
        return Optional.empty();
    }

    private static FactNode.ObjectFact tree(String name, JsonNode json) {
        return FactNode.object(new Place(null, name), definition(name), json, null);
    }

    static FactDefinition definition(String name) {
        return DICTIONARY.root().member(name).orElseThrow();
    }

    /** The subjects of a kind, in the document's order; empty when the document does not list them. */
    public List<Subject> subjects(Subject.Kind kind) {
        FactNode.ObjectFact document = document(kind.document());
        if (kind.collection().isEmpty()) {
            return List.of(new Subject(kind, nameOf(document)));
        }
        return switch (document.members().get(kind.collection().get())) {
            case FactNode.ArrayFact array ->
                array.elements().stream()
                        .map(element -> new Subject(kind, element.place().segment()))
                        .toList();
            case FactNode.ObjectFact map ->
                map.members().keySet().stream()
                        .map(name -> new Subject(kind, name))
                        .toList();
            case null, default -> List.of();
        };
    }

    /** The list of the subjects of a kind, when it is missing altogether: then it is not known whether there are any. */
    public Optional<MissingFact> unlisted(Subject.Kind kind) {
        return kind.collection()
                .map(name -> document(kind.document()).member(name))
                .flatMap(list -> list instanceof Unknown unknown
                        ? unknown.facts().stream().findFirst()
                        : Optional.empty());
    }

    private static String nameOf(FactNode.ObjectFact document) {
        return document.members().get("name") instanceof FactNode.LeafFact name
                ? String.valueOf(name.value())
                : document.place().document();
    }

    /** The text fact at these members, where it is known. */
    public Optional<String> text(String document, String... members) {
        return text((Object) document(document), members);
    }

    private static Optional<String> text(Object start, String... members) {
        Object node = start;
        for (String member : members) {
            node = node instanceof FactNode.ObjectFact object ? object.member(member) : FactNode.NULL;
        }
        return node instanceof FactNode.LeafFact leaf && leaf.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The text fact of a subject at these members, where it is known. */
    public Optional<String> text(Subject subject, String... members) {
        Object node = subject.kind().variable().isPresent()
                ? value(subject.kind().word(), subject)
                : document(subject.kind().document());
        return text(node, members);
    }

    /** The value of a variable: a part of the document, or the subject, or what is missing. */
    Object value(String variable, Subject subject) {
        if (!variable.equals(subject.kind().variable().orElse(""))) {
            return document(variable);
        }
        Object collection = document(subject.kind().document())
                .member(subject.kind().collection().orElseThrow());
        return switch (collection) {
            case FactNode.ArrayFact array -> {
                for (FactNode element : array.elements()) {
                    if (element.place().segment().equals(subject.name())) {
                        yield element;
                    }
                }
                yield Unknown.of(MissingFact.missing(
                        array.place().child(subject.name()),
                        array.definition().items().orElseThrow()));
            }
            case FactNode.ObjectFact map -> map.member(subject.name());
            default -> collection;
        };
    }

    private FactNode.ObjectFact document(String name) {
        FactNode.@Nullable ObjectFact value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no variable '%s'".formatted(name));
        }
        return value;
    }
}
