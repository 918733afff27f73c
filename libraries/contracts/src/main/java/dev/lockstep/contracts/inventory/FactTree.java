package dev.lockstep.contracts.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document as the facts it consists of, in the order in which they were first recorded. It is immutable: every change gives a new
 * tree. Documents and trees convert into each other without loss, except that the members of an object may come in another order.
 */
public final class FactTree {

    private final DocumentKind kind;
    private final Map<FactPath, Fact> facts;

    private FactTree(DocumentKind kind, Map<FactPath, Fact> facts) {
        this.kind = kind;
        this.facts = facts;
    }

    /** A tree without facts. */
    public static FactTree empty(DocumentKind kind) {
        return new FactTree(kind, Map.of());
    }

    /** The facts of a document that passed its schema, all of one provenance. */
    public static FactTree ofDocument(DocumentKind kind, ObjectNode document, Provenance provenance) {
        Map<FactPath, Fact> facts = new LinkedHashMap<>();
        document.properties()
                .forEach(member -> collect(kind, FactPath.of(member.getKey()), member.getValue(), provenance, facts));
        return new FactTree(kind, facts);
    }

    private static void collect(
            DocumentKind kind, FactPath path, JsonNode value, Provenance provenance, Map<FactPath, Fact> into) {
        Optional<String> identity = kind.identityMember(path);
        if (identity.isPresent() && value.isArray() && !value.isEmpty()) {
            for (JsonNode element : value) {
                FactPath elementPath = path.child(element.path(identity.get()).asText());
                element.properties()
                        .forEach(member ->
                                collect(kind, elementPath.child(member.getKey()), member.getValue(), provenance, into));
            }
        } else if (value.isObject() && !value.isEmpty()) {
            value.properties()
                    .forEach(member -> collect(kind, path.child(member.getKey()), member.getValue(), provenance, into));
        } else {
            into.put(path, new Fact(path, value, provenance));
        }
    }

    /** Which document this is. */
    public DocumentKind kind() {
        return kind;
    }

    /** All facts. */
    public Collection<Fact> facts() {
        return List.copyOf(facts.values());
    }

    /** The facts at or below a path. */
    public List<Fact> below(FactPath prefix) {
        return facts.values().stream()
                .filter(fact -> fact.path().startsWith(prefix))
                .toList();
    }

    /** The fact at exactly this path. */
    public Optional<Fact> fact(FactPath path) {
        return Optional.ofNullable(facts.get(path));
    }

    /** The names of the objects in the array of named objects at this path, in order. */
    public List<String> names(FactPath arrayPath) {
        int depth = arrayPath.segments().size();
        return facts.keySet().stream()
                .filter(path -> path.segments().size() > depth && path.startsWith(arrayPath))
                .map(path -> path.segments().get(depth))
                .distinct()
                .toList();
    }

    /** This tree with more facts; a fact at a path that is taken replaces the one there. */
    public FactTree with(Collection<Fact> more) {
        Map<FactPath, Fact> changed = new LinkedHashMap<>(facts);
        more.forEach(fact -> changed.put(fact.path(), fact));
        return new FactTree(kind, changed);
    }

    /** This tree without the facts at or below a path. */
    public FactTree without(FactPath prefix) {
        Map<FactPath, Fact> changed = new LinkedHashMap<>(facts);
        changed.keySet().removeIf(path -> path.startsWith(prefix));
        return new FactTree(kind, changed);
    }

    /** This tree after these changes. */
    public FactTree changed(Collection<FactChange> changes) {
        Map<FactPath, Fact> changed = new LinkedHashMap<>(facts);
        for (FactChange change : changes) {
            JsonNode after = change.after();
            if (after == null) {
                changed.remove(change.path());
            } else {
                changed.put(change.path(), new Fact(change.path(), after, change.provenance()));
            }
        }
        return new FactTree(kind, changed);
    }

    /** The document that these facts make up; the caller owns it. */
    public ObjectNode toDocument() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        Map<FactPath, ObjectNode> elements = new LinkedHashMap<>();
        for (Fact fact : facts.values()) {
            place(root, fact, elements);
        }
        return root;
    }

    private void place(ObjectNode root, Fact fact, Map<FactPath, ObjectNode> elements) {
        List<String> segments = fact.path().segments();
        ObjectNode container = root;
        int last = segments.size() - 1;
        int i = 0;
        while (i < last) {
            FactPath here = fact.path().prefix(i + 1);
            Optional<String> identity = kind.identityMember(here);
            if (identity.isPresent()) {
                ArrayNode array = container.get(segments.get(i)) instanceof ArrayNode there
                        ? there
                        : container.putArray(segments.get(i));
                String name = segments.get(i + 1);
                container = elements.computeIfAbsent(
                        here.child(name), path -> array.addObject().put(identity.get(), name));
                i += 2;
            } else {
                container = container.get(segments.get(i)) instanceof ObjectNode there
                        ? there
                        : container.putObject(segments.get(i));
                i++;
            }
        }
        if (i == last
                && !(container.has(segments.get(last))
                        && fact.value().isContainerNode()
                        && fact.value().isEmpty())) {
            container.set(segments.get(last), fact.value().deepCopy());
        }
    }

    /** The facts of the other tree that this one lacks or has another value for, as changes in the other's order. */
    public List<FactChange> changesTo(FactTree other) {
        List<FactChange> changes = new ArrayList<>();
        for (Fact fact : other.facts.values()) {
            Fact before = facts.get(fact.path());
            if (before == null || !before.value().equals(fact.value())) {
                changes.add(new FactChange(
                        fact.path(), before == null ? null : before.value(), fact.value(), fact.provenance()));
            }
        }
        return changes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FactTree tree && tree.kind == kind && tree.facts.equals(facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return "FactTree[%s, %d facts]".formatted(kind, facts.size());
    }
}
