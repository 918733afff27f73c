package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold of every verdict, whatever is known. */
class RemovedFactsPropertyTest {

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());

    @Provide
    Arbitrary<RequirementCasesTest.Case> cases() {
        return Arbitraries.of(RequirementCasesTest.cases());
    }

    @Property(tries = 400)
    void removingAFactNeverTurnsAVerdictIntoPass(
            @ForAll("cases") RequirementCasesTest.Case example, @ForAll boolean violated, @ForAll int choice) {
        ObjectNode document = violated ? example.violating() : example.satisfying();
        List<Leaf> leaves = Leaf.all(document);
        Leaf removal = leaves.get(Math.floorMod(choice, leaves.size()));
        Map<String, Verdict> before = verdicts(document);

        removal.remove();

        verdicts(document).forEach((result, verdict) -> {
            if (verdict == Verdict.PASS) {
                assertThat(before.get(result))
                        .as("%s without %s", result, removal)
                        .isEqualTo(Verdict.PASS);
            }
        });
    }

    @Property(tries = 400)
    void removingAFactThatDecidedMakesItUnknownOrLeavesIt(
            @ForAll("cases") RequirementCasesTest.Case example, @ForAll int choice) {
        ObjectNode document = example.satisfying();
        List<String> read = results(document).stream()
                .filter(result -> result.requirement().equals(example.requirement())
                        && result.subject().equals(example.subject()))
                .flatMap(result -> result.facts().stream())
                .map(RequirementResult.FactRead::path)
                .toList();
        List<Leaf> candidates = Leaf.all(document).stream()
                .filter(removal -> read.contains(removal.path()))
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        Leaf removal = candidates.get(Math.floorMod(choice, candidates.size()));

        removal.remove();

        results(document).stream()
                .filter(result -> result.requirement().equals(example.requirement())
                        && result.subject().equals(example.subject())
                        && result.verdict() == Verdict.UNKNOWN)
                .forEach(result -> assertThat(result.facts()).anySatisfy(fact -> {
                    assertThat(fact.path()).isEqualTo(removal.path());
                    assertThat(fact.value()).isNull();
                    assertThat(fact.howToCollect()).isNotBlank();
                }));
    }

    @Property(tries = 200)
    void aFactThatARequirementDoesNotReadChangesNothing(
            @ForAll("cases") RequirementCasesTest.Case example, @ForAll int choice) {
        ObjectNode document = example.satisfying();
        Requirement requirement =
                Catalogue.standard().requirement(example.requirement()).orElseThrow();
        List<Leaf> unrelated = Leaf.all(document).stream()
                .filter(removal -> !requirement.facts().contains(removal.pattern()))
                .toList();
        Leaf removal = unrelated.get(Math.floorMod(choice, unrelated.size()));
        List<RequirementResult> before = only(results(document), requirement);

        removal.remove();

        assertThat(only(results(document), requirement)).isEqualTo(before);
    }

    @Property(tries = 100)
    void theOrderOfTheDocumentDoesNotMatter(@ForAll("cases") RequirementCasesTest.Case example, @ForAll long seed) {
        ObjectNode document = example.violating();
        Map<String, Verdict> before = verdicts(document);
        shuffle(document.path("cluster"), new Random(seed));
        shuffle(document.path("organization"), new Random(seed));
        assertThat(verdicts(document)).isEqualTo(before);
    }

    private List<RequirementResult> results(ObjectNode document) {
        return engine.evaluate(
                        InventoryFacts.of(document),
                        Operation.of(document).orElseThrow(),
                        Instant.EPOCH,
                        Waivers.none())
                .results();
    }

    private Map<String, Verdict> verdicts(ObjectNode document) {
        return results(document).stream()
                .collect(Collectors.toMap(
                        result -> "%s at %s on %s".formatted(result.requirement(), result.stage(), result.subject()),
                        RequirementResult::verdict));
    }

    private static List<RequirementResult> only(List<RequirementResult> results, Requirement requirement) {
        return results.stream()
                .filter(result -> result.requirement().equals(requirement.id()))
                .toList();
    }

    private static void shuffle(JsonNode node, Random random) {
        node.forEach(child -> shuffle(child, random));
        if (node instanceof ArrayNode array && !array.isEmpty() && array.get(0).isObject()) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(elements::add);
            Collections.shuffle(elements, random);
            array.removeAll();
            array.addAll(elements);
        }
    }
}
