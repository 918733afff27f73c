package dev.lockstep.cli.collect.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import dev.lockstep.discovery.Discovered;
import dev.lockstep.discovery.Gap;
import dev.lockstep.siterunner.parsing.Observed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gathers what looks have shown; the later of two facts about the same thing counts. */
final class ToolFindings {

    private static final FactPath GROUPS = FactPath.of("groups");

    /** Members whose values are names of nodes. */
    private static final Set<String> NAMING_NODES = Set.of("owner", "possibleOwners", "preferredOwners");

    private final Instant began;
    private final Map<DocumentKind, Map<FactPath, ObservedFact>> facts = new EnumMap<>(DocumentKind.class);
    private final Set<ListedCollection> listed = new LinkedHashSet<>();
    private final List<Gap> gaps = new ArrayList<>();

    ToolFindings(Instant began) {
        this.began = began;
    }

    void add(Observed observed) {
        observed.facts().forEach(this::put);
        listed.addAll(observed.listed());
    }

    void put(ObservedFact fact) {
        of(fact.document()).put(fact.path(), fact);
    }

    void put(DocumentKind document, JsonNode value, String source, String... path) {
        put(new ObservedFact(document, FactPath.of(path), value, source));
    }

    void gap(String what, String why) {
        gaps.add(new Gap(what, why));
    }

    /** Why the latest gap is one. */
    String lastReason() {
        return gaps.isEmpty() ? "" : gaps.getLast().why();
    }

    private Map<FactPath, ObservedFact> of(DocumentKind document) {
        return facts.computeIfAbsent(document, kind -> new LinkedHashMap<>());
    }

    /** What showed a fact; nothing when it was not shown. */
    String source(String... path) {
        ObservedFact fact = of(DocumentKind.CLUSTER).get(FactPath.of(path));
        return fact == null ? "" : fact.source();
    }

    /** The cluster as far as it was shown. */
    FactTree cluster() {
        return tree(DocumentKind.CLUSTER);
    }

    /** The organization as far as it was shown. */
    FactTree organization() {
        return tree(DocumentKind.ORGANIZATION);
    }

    private FactTree tree(DocumentKind document) {
        return FactTree.empty(document)
                .with(of(document).values().stream()
                        .map(fact -> new Fact(
                                fact.path(),
                                fact.value(),
                                new Provenance(fact.source(), began, "", Confidence.OBSERVED)))
                        .toList());
    }

    /** Everything about one document, in the words of what is recorded of it. */
    Discovered discovered(FactTree recorded) {
        DocumentKind kind = recorded.kind();
        Map<String, String> nodes = new LinkedHashMap<>();
        if (kind == DocumentKind.CLUSTER) {
            recorded.names(FactPath.of("nodes")).forEach(name -> nodes.put(name.toUpperCase(Locale.ROOT), name));
        }
        return new Discovered(
                        began,
                        of(kind).values().stream()
                                .map(fact -> new ObservedFact(
                                        kind,
                                        fact.path(),
                                        namingNodes(fact.path(), fact.value(), nodes),
                                        fact.source()))
                                .toList(),
                        collections(recorded),
                        kind == DocumentKind.CLUSTER ? gaps : List.of())
                .spelledAs(recorded);
    }

    /** The value with each node named as it is recorded, whatever the case in which the cluster writes it. */
    private static JsonNode namingNodes(FactPath path, JsonNode value, Map<String, String> nodes) {
        if (!NAMING_NODES.contains(path.segments().getLast())) {
            return value;
        }
        if (value.isArray()) {
            ArrayNode named = JsonNodeFactory.instance.arrayNode();
            value.forEach(each -> named.add(asRecorded(each, nodes)));
            return named;
        }
        return asRecorded(value, nodes);
    }

    private static JsonNode asRecorded(JsonNode name, Map<String, String> nodes) {
        String text = name.asText();
        return name.isTextual() ? TextNode.valueOf(nodes.getOrDefault(text.toUpperCase(Locale.ROOT), text)) : name;
    }

    /**
     * The collections that were listed completely. {@code *} stands for every group there is; those that are recorded count too, as long
     * as no listing of groups says otherwise.
     */
    private List<FactPath> collections(FactTree recorded) {
        DocumentKind kind = recorded.kind();
        List<FactPath> patterns = listed.stream()
                .filter(collection -> collection.document() == kind)
                .map(ListedCollection::collection)
                .toList();
        Set<FactPath> collections = new LinkedHashSet<>();
        for (FactPath pattern : patterns) {
            if (!pattern.segments().contains("*")) {
                collections.add(pattern);
                continue;
            }
            Set<String> groups = new LinkedHashSet<>(tree(kind).names(GROUPS));
            if (!patterns.contains(GROUPS)) {
                groups.addAll(recorded.names(GROUPS));
            }
            groups.forEach(group ->
                    collections.add(GROUPS.child(group).child(pattern.segments().getLast())));
        }
        return List.copyOf(collections);
    }
}
