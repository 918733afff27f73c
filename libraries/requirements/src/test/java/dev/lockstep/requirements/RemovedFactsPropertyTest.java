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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static List<RequirementCasesTest.Case> everyCase() {
        return RequirementCasesTest.cases();
    }

    /**
     * Where a fact goes that made a requirement hold, the requirement is unknown, or does not apply, or holds for another reason: each fact
     * that a requirement reads is taken away in turn, in the documents of its cases.
     */
    @ParameterizedTest
    @MethodSource("everyCase")
    void removingAFactNeverTurnsPassIntoFail(RequirementCasesTest.Case example) {
        Requirement requirement =
                Catalogue.standard().requirement(example.requirement()).orElseThrow();
        ObjectNode document = example.satisfying();
        Map<String, Verdict> before = verdicts(document, requirement);
        for (Leaf removal : Leaf.all(document)) {
            if (requirement.facts().contains(removal.pattern()) && !isToldByAbsence(requirement, removal)) {
                JsonNode value = removal.container().get(removal.member());
                removal.remove();
                verdicts(document, requirement)
                        .forEach((result, verdict) -> assertThat(verdict)
                                .as("%s, which was %s, without %s", result, before.get(result), removal)
                                .matches(after -> after != Verdict.FAIL || before.get(result) != Verdict.PASS));
                removal.container().set(removal.member(), value);
            }
        }
    }

    /**
     * The one fact whose absence is what is asked. Host records are an object with {@code x-keys}: its keys are what there is, as elements of
     * a list are, so a name without a record has none. That no record is known at all is another matter, and leaves it unknown.
     */
    private static boolean isToldByAbsence(Requirement requirement, Leaf removal) {
        return requirement.id().equals("ORG-DNS-03") && removal.pattern().equals("organization/dns/aRecords/*");
    }

    @Test
    void aHostRecordThatIsNotListedIsNotThereAndRecordsThatNobodyListedAreUnknown() {
        RequirementCasesTest.Case example = RequirementCasesTest.cases().stream()
                .filter(each -> each.requirement().equals("ORG-DNS-03"))
                .findFirst()
                .orElseThrow();
        Requirement requirement = Catalogue.standard().requirement("ORG-DNS-03").orElseThrow();
        ObjectNode document = example.satisfying();
        ObjectNode dns = (ObjectNode) document.at("/organization/dns");

        ((ObjectNode) dns.path("aRecords")).removeAll();
        assertThat(verdicts(document, requirement).values()).containsExactly(Verdict.FAIL);

        dns.remove("aRecords");
        assertThat(verdicts(document, requirement).values()).containsExactly(Verdict.UNKNOWN);
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
                        InventoryFacts.of(document), Operation.of(document).orElseThrow(), Fixtures.AT, Waivers.none())
                .results();
    }

    private Map<String, Verdict> verdicts(ObjectNode document) {
        return verdicts(results(document));
    }

    private Map<String, Verdict> verdicts(ObjectNode document, Requirement requirement) {
        return verdicts(engine.evaluate(
                        InventoryFacts.of(document),
                        Operation.of(document).orElseThrow(),
                        Fixtures.AT,
                        Waivers.none(),
                        requirement::equals)
                .results());
    }

    private static Map<String, Verdict> verdicts(List<RequirementResult> results) {
        return results.stream()
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
