package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Evaluating what a changed fact concerns gives what evaluating everything gives. */
class FactIndexTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Provenance SEEN = new Provenance("test", NOW, "tester", Confidence.OBSERVED);

    private final Catalogue catalogue = Catalogue.standard();
    private final RequirementEngine engine = new RequirementEngine(catalogue);
    private final FactIndex index = new FactIndex(catalogue);

    @Property(tries = 300)
    void nothingElseChangesThanWhatIsConcerned(@ForAll("mutations") Mutation mutation) {
        Map<DocumentKind, FactTree> before = trees(mutation.base());
        Map<DocumentKind, FactTree> after = new HashMap<>(before);
        FactTree changing = tree(before, mutation.kind());
        after.put(mutation.kind(), mutation.apply(changing));
        Set<String> concerned = index.affectedBy(mutation.changes(changing));

        List<String> changed = differences(results(before), results(after));

        assertThat(concerned).as(mutation.toString()).containsAll(changed);
    }

    @Test
    void aChangeConcernsFewRequirements() {
        Set<String> concerned = index.affectedBy(
                List.of(new ChangedFact(DocumentKind.CLUSTER, FactPath.of("nodes", "E2K3-N1", "domainRole"), false)));

        assertThat(concerned)
                .contains("NODE-DC-01")
                .hasSizeLessThan(catalogue.requirements().size() / 4);
        assertThat(concerned)
                .containsExactlyInAnyOrderElementsOf(catalogue.requirements().stream()
                        .filter(requirement -> requirement.facts().contains("cluster/nodes/*/domainRole"))
                        .map(Requirement::id)
                        .toList());
    }

    @Test
    void aNewNodeConcernsWhateverIsAskedOfNodes() {
        Set<String> concerned = index.affectedBy(
                List.of(new ChangedFact(DocumentKind.CLUSTER, FactPath.of("nodes", "E2K3-N5", "name"), true)));

        assertThat(concerned).contains("NODE-DC-01", "CLUS-NODES-01").doesNotContain("DISK-BASIC-01");
    }

    private static Map<DocumentKind, FactTree> trees(String base) {
        ObjectNode document = Fixtures.document(base);
        Map<DocumentKind, FactTree> trees = new HashMap<>();
        for (DocumentKind kind : DocumentKind.values()) {
            trees.put(
                    kind,
                    FactTree.ofDocument(kind, (ObjectNode) document.path(FactsDictionary.documentName(kind)), SEEN));
        }
        return trees;
    }

    private static FactTree tree(Map<DocumentKind, FactTree> trees, DocumentKind kind) {
        return trees.getOrDefault(kind, FactTree.empty(kind));
    }

    private List<RequirementResult> results(Map<DocumentKind, FactTree> trees) {
        InventoryFacts facts =
                InventoryFacts.of(tree(trees, DocumentKind.ORGANIZATION), tree(trees, DocumentKind.CLUSTER));
        List<RequirementResult> results = new ArrayList<>();
        for (Scenario scenario : List.of(Scenario.NEW, Scenario.UPG)) {
            results.addAll(engine.evaluate(facts, Operation.standing(scenario), NOW, Waivers.none())
                    .results());
        }
        return results;
    }

    private static List<String> differences(List<RequirementResult> before, List<RequirementResult> after) {
        Map<String, Integer> counts = new HashMap<>();
        before.forEach(result -> counts.merge(key(result), 1, Integer::sum));
        after.forEach(result -> counts.merge(key(result), -1, Integer::sum));
        return counts.entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .map(count -> count.getKey().substring(0, count.getKey().indexOf('|')))
                .distinct()
                .toList();
    }

    private static String key(RequirementResult result) {
        return String.join(
                "|",
                result.requirement(),
                result.stage().code(),
                result.subject(),
                result.verdict().name());
    }

    @Provide
    static Arbitrary<Mutation> mutations() {
        List<Mutation> all = new ArrayList<>();
        for (String base : List.of(Fixtures.NEW_BEFORE_SETUP, Fixtures.UPGRADE_BEFORE_EVS)) {
            trees(base)
                    .forEach((kind, tree) -> tree.facts().forEach(fact -> {
                        for (int length = 1; length <= fact.path().segments().size(); length++) {
                            all.add(new Mutation(base, kind, fact.path().prefix(length), null));
                        }
                        all.add(new Mutation(base, kind, fact.path(), fact.value()));
                    }));
        }
        Arbitrary<JsonNode> values = Arbitraries.of(
                JsonNodeFactory.instance.booleanNode(false),
                JsonNodeFactory.instance.booleanNode(true),
                JsonNodeFactory.instance.numberNode(0),
                JsonNodeFactory.instance.textNode("DYNAMIC"),
                JsonNodeFactory.instance.textNode("E2K3-N2"),
                JsonNodeFactory.instance.arrayNode());
        return Combinators.combine(Arbitraries.of(all), values)
                .as((mutation, value) -> mutation.value() == null ? mutation : mutation.withValue(value));
    }

    /**
     * A change of one place.
     *
     * @param value the new value; null when the place is emptied
     */
    record Mutation(
            String base,
            DocumentKind kind,
            FactPath path,
            @Nullable JsonNode value) {

        Mutation withValue(JsonNode other) {
            return new Mutation(base, kind, path, other);
        }

        FactTree apply(FactTree tree) {
            return value == null ? tree.without(path) : tree.with(List.of(new Fact(path, value, SEEN)));
        }

        List<ChangedFact> changes(FactTree before) {
            return List.of(new ChangedFact(
                    kind, path, value == null || before.fact(path).isEmpty()));
        }
    }
}
