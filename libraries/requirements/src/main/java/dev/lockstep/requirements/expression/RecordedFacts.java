package dev.lockstep.requirements.expression;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.requirements.dictionary.FactDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns recorded facts into the tree that expressions read; every leaf knows where it comes from. */
final class RecordedFacts {

    private RecordedFacts() {}

    static FactNode.ObjectFact tree(String name, FactDefinition definition, FactTree facts) {
        Branch root = new Branch(new Place(null, name), definition);
        facts.facts().forEach(root::put);
        return root.node;
    }

    /** An object that grows while facts are put into it. */
    private static final class Branch {
        private final Map<String, FactNode> members = new LinkedHashMap<>();
        private final Map<String, Branch> branches = new HashMap<>();
        private final Map<String, Row> rows = new HashMap<>();
        private final FactNode.ObjectFact node;

        Branch(Place place, FactDefinition definition) {
            node = new FactNode.ObjectFact(place, definition, Collections.unmodifiableMap(members));
        }

        void put(Fact fact) {
            List<String> segments = fact.path().segments();
            Branch branch = this;
            int last = segments.size() - 1;
            int i = 0;
            while (i < last) {
                Optional<FactDefinition> declared = branch.node.definition().member(segments.get(i));
                if (declared.isEmpty()) {
                    return;
                }
                Optional<String> identity = declared.get().identityMember();
                if (identity.isPresent()) {
                    branch = branch.row(segments.get(i), declared.get()).element(segments.get(i + 1), identity.get());
                    i += 2;
                } else {
                    branch = branch.branch(segments.get(i), declared.get());
                    i++;
                }
            }
            if (i == last) {
                branch.leaf(segments.get(last), fact);
            }
        }

        private void leaf(String name, Fact fact) {
            boolean empty = fact.value().isContainerNode() && fact.value().isEmpty();
            if (empty && members.containsKey(name)) {
                return;
            }
            node.definition()
                    .member(name)
                    .filter(declared -> FactNode.says(declared, fact.value()))
                    .ifPresent(declared -> members.put(
                            declared.sameText(name),
                            FactNode.node(node.place().child(name), declared, fact.value(), fact.provenance())));
        }

        private Branch branch(String name, FactDefinition definition) {
            return branches.computeIfAbsent(name, key -> {
                Branch branch = new Branch(node.place().child(key), definition);
                members.put(definition.sameText(key), branch.node);
                return branch;
            });
        }

        private Row row(String name, FactDefinition definition) {
            return rows.computeIfAbsent(name, key -> {
                Row row = new Row(node.place().child(key), definition);
                members.put(definition.sameText(key), row.node);
                return row;
            });
        }
    }

    /** An array of named objects that grows. */
    private static final class Row {
        private final List<FactNode> elements = new ArrayList<>();
        private final Map<String, Branch> byName = new HashMap<>();
        private final FactNode.ArrayFact node;

        Row(Place place, FactDefinition definition) {
            node = new FactNode.ArrayFact(place, definition, Collections.unmodifiableList(elements));
        }

        Branch element(String name, String identity) {
            return byName.computeIfAbsent(name, key -> {
                FactDefinition items = node.definition().items().orElseThrow();
                Branch element = new Branch(node.place().child(key), items);
                items.member(identity)
                        .ifPresent(declared -> element.members.put(
                                declared.sameText(identity),
                                FactNode.node(
                                        element.node.place().child(identity),
                                        declared,
                                        JsonNodeFactory.instance.textNode(key),
                                        null)));
                elements.add(element.node);
                return element;
            });
        }
    }
}
