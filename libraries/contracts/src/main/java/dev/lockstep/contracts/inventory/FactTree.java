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
 * An empty array or object is a fact; one recorded below it takes its place.
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
        return new Fold(this).put(more).finished();
    }

    /** This tree without the facts at or below a path. */
    public FactTree without(FactPath prefix) {
        return new Fold(this).remove(prefix).finished();
    }

    /** This tree after these changes. */
    public FactTree changed(Collection<FactChange> changes) {
        return new Fold(this).change(changes).finished();
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

    /** A tree under construction out of many events, without a copy for each of them. */
    public static final class Fold {

        private final DocumentKind kind;
        private final Map<FactPath, Fact> facts;

        /** Begins with a tree, which stays as it is. */
        public Fold(FactTree start) {
            this.kind = start.kind;
            this.facts = new LinkedHashMap<>(start.facts);
        }

        Fold put(Collection<Fact> more) {
            more.forEach(this::put);
            return this;
        }

        private void put(Fact fact) {
            FactPath path = fact.path();
            if (facts.put(path, fact) == null) {
                for (int length = path.segments().size() - 1; length > 0; length--) {
                    facts.remove(path.prefix(length));
                }
            }
        }

        Fold remove(FactPath prefix) {
            facts.keySet().removeIf(path -> path.startsWith(prefix));
            return this;
        }

        Fold change(Collection<FactChange> changes) {
            for (FactChange change : changes) {
                JsonNode after = change.after();
                if (after == null) {
                    facts.remove(change.path());
                } else {
                    put(new Fact(change.path(), after, change.provenance()));
                }
            }
            return this;
        }

        /** Applies an event about an organization. */
        public Fold apply(OrganizationEvent event) {
            return switch (event) {
                case OrganizationEvent.OrganizationRegistered registered -> put(registered.facts());
                case OrganizationEvent.OrganizationMemberAdded added -> put(added.facts());
                case OrganizationEvent.OrganizationMemberRemoved removed -> remove(removed.member());
                case OrganizationEvent.OrganizationFactsChanged changed -> change(changed.changes());
                case OrganizationEvent.OrganizationFactsConfirmed confirmed -> put(confirmed.facts());
            };
        }

        /** Applies an event about a cluster. */
        public Fold apply(ClusterEvent event) {
            return switch (event) {
                case ClusterEvent.ClusterRegistered registered -> put(registered.facts());
                case ClusterEvent.MemberAdded added -> put(added.facts());
                case ClusterEvent.MemberRemoved removed -> remove(removed.member());
                case ClusterEvent.ClusterFactsChanged changed -> change(changed.changes());
                case ClusterEvent.ClusterFactsConfirmed confirmed -> put(confirmed.facts());
            };
        }

        /** The tree, when nothing more will be applied. */
        private FactTree finished() {
            return new FactTree(kind, facts);
        }

        /** The tree as it is now. */
        public FactTree tree() {
            return new FactTree(kind, new LinkedHashMap<>(facts));
        }
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
