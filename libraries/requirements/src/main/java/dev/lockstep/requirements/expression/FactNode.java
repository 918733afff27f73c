package dev.lockstep.requirements.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.requirements.dictionary.FactDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of a document, with its place and its entry in the facts dictionary. */
sealed interface FactNode {

    /** The value null, where null says something. */
    Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    Place place();

    FactDefinition definition();

    /** The member of a node that is an object, or what is missing; a sentence when it is none. */
    static Object member(FactNode node, String name) {
        return node instanceof ObjectFact object
                ? object.member(name)
                : Unknown.problem("'%s' has no member '%s'".formatted(node.place(), name));
    }

    /** An object: its members are nodes, one that is absent is a missing fact. */
    record ObjectFact(Place place, FactDefinition definition, Map<String, FactNode> members) implements FactNode {

        /** One of which nothing is known. */
        static ObjectFact empty(Place place, FactDefinition definition) {
            return new ObjectFact(place, definition, Map.of());
        }

        /** The member, or what is missing. */
        Object member(String name) {
            FactNode member = members.get(name);
            if (member != null) {
                return member;
            }
            Optional<FactDefinition> declared = definition.member(name);
            return declared.isPresent()
                    ? Unknown.of(MissingFact.missing(place.child(name), declared.get()))
                    : Unknown.problem("no fact '%s' is declared at %s".formatted(name, place));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ObjectFact object && object.place.equals(place);
        }

        @Override
        public int hashCode() {
            return place.hashCode();
        }

        @Override
        public String toString() {
            return place.toString();
        }
    }

    /** An array of objects. */
    record ArrayFact(Place place, FactDefinition definition, List<FactNode> elements) implements FactNode {}

    /** A single value, or an array of single values. */
    final class LeafFact implements FactNode {
        private final Place place;
        private final FactDefinition definition;
        private final JsonNode json;
        private final Object value;
        private final @Nullable Provenance provenance;
        private @Nullable String path;

        LeafFact(Place place, FactDefinition definition, JsonNode json, @Nullable Provenance provenance) {
            this.place = place;
            this.definition = definition;
            this.json = json;
            this.value = plain(json);
            this.provenance = provenance;
        }

        /** Where it comes from; null when that is not recorded, and then it has no age. */
        @Nullable Provenance provenance() {
            return provenance;
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public FactDefinition definition() {
            return definition;
        }

        /** Its place as text. Computed once; that two threads may do so at once does no harm. */
        String path() {
            String known = path;
            if (known == null) {
                known = place.toString();
                path = known;
            }
            return known;
        }

        /** The value as it stands in the document; never mutated. */
        JsonNode json() {
            return json;
        }

        /** The value as expressions see it. */
        Object value() {
            return value;
        }

        private static Object plain(JsonNode json) {
            if (json.isArray()) {
                List<Object> list = new ArrayList<>();
                json.forEach(element -> list.add(plain(element)));
                return Collections.unmodifiableList(list);
            }
            if (json.isTextual()) {
                return json.asText();
            }
            if (json.isBoolean()) {
                return json.booleanValue();
            }
            if (json.isNull()) {
                return NULL;
            }
            return json.isIntegralNumber() ? (Object) json.longValue() : (Object) json.doubleValue();
        }
    }

    /**
     * The tree of a document, or of a part of it. A null that says no more than "missing" is left out.
     *
     * @param provenance of all of it, or null
     */
    static ObjectFact object(Place place, FactDefinition definition, JsonNode json, @Nullable Provenance provenance) {
        Map<String, FactNode> members = new LinkedHashMap<>();
        json.properties()
                .forEach(member -> definition.member(member.getKey()).ifPresent(declared -> {
                    if (says(declared, member.getValue())) {
                        members.put(
                                declared.sameText(member.getKey()),
                                node(place.child(member.getKey()), declared, member.getValue(), provenance));
                    }
                }));
        return new ObjectFact(place, definition, Collections.unmodifiableMap(members));
    }

    /** Whether a value says more than that the fact is missing. */
    static boolean says(FactDefinition definition, JsonNode value) {
        return !value.isNull() || definition.nullMeaning().isPresent();
    }

    /** The tree of a value. */
    static FactNode node(Place place, FactDefinition definition, JsonNode json, @Nullable Provenance provenance) {
        if (json.isObject() && definition.type().equals("object")) {
            return object(place, definition, json, provenance);
        }
        if (json.isArray() && definition.holdsObjects()) {
            List<FactNode> elements = new ArrayList<>();
            FactDefinition items = definition.items().orElseThrow();
            for (JsonNode element : json) {
                Place there = definition
                        .identityMember()
                        .map(identity -> place.child(element.path(identity).asText()))
                        .orElse(place.element(elements.size()));
                elements.add(node(there, items, element, provenance));
            }
            return new ArrayFact(place, definition, List.copyOf(elements));
        }
        return new LeafFact(
                place, definition, json.isMissingNode() ? JsonNodeFactory.instance.nullNode() : json, provenance);
    }
}
