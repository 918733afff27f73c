package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of the whole catalogue in every scenario and at every stage. */
class CataloguePropertyTest {

    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final Map<String, Requirement> REQUIREMENTS = new HashMap<>();

    static {
        CATALOGUE.requirements().forEach(requirement -> REQUIREMENTS.put(requirement.id(), requirement));
    }

    private final RequirementEngine engine = new RequirementEngine(CATALOGUE);

    @Provide
    Arbitrary<Baselines.Baseline> baselines() {
        return Arbitraries.of(Baselines.all());
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        return Arbitraries.of(Mutation.all());
    }

    @Property(tries = 500)
    void removingAnyFactOfABaselineMeetsNothingMore(
            @ForAll("baselines") Baselines.Baseline baseline, @ForAll int choice) {
        ObjectNode document = baseline.document();
        removingMeetsNothingMore(document, choice);
    }

    @Property(tries = 500)
    void removingAnyFactHealsNoViolation(@ForAll("mutations") Mutation mutation, @ForAll int choice) {
        removingMeetsNothingMore(mutation.document(), choice);
    }

    private void removingMeetsNothingMore(ObjectNode document, int choice) {
        Map<String, RequirementResult> before = results(engine, document);
        List<Leaf> leaves = Leaf.all(document);
        Leaf removed = leaves.get(Math.floorMod(choice, leaves.size()));

        removed.remove();

        Map<String, RequirementResult> after = results(engine, document);
        assertThat(passing(after)).as("without %s", removed).isSubsetOf(passing(before));
        assertThat(failing(after)).as("failing without %s", removed).allSatisfy((key, severity) -> {
            RequirementResult earlier = before.get(key);
            assertThat(earlier == null || earlier.verdict() != Verdict.FAIL || earlier.severity() == severity)
                    .as("%s was %s", key, earlier)
                    .isTrue();
        });
    }

    private static Map<String, Severity> failing(Map<String, RequirementResult> results) {
        return results.entrySet().stream()
                .filter(entry -> entry.getValue().verdict() == Verdict.FAIL)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().severity()));
    }

    private static Set<String> passing(Map<String, RequirementResult> results) {
        return results.entrySet().stream()
                .filter(result -> result.getValue().verdict() == Verdict.PASS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Property(tries = 300)
    void aFactThatARequirementDoesNotReadChangesNothingOfIt(
            @ForAll("baselines") Baselines.Baseline baseline, @ForAll int choice) {
        ObjectNode document = baseline.document();
        Map<String, RequirementResult> before = results(engine, document);
        List<Leaf> absent = Leaf.absent(document);
        Leaf added = absent.get(Math.floorMod(choice, absent.size()));

        added.add();

        results(engine, document).forEach((name, result) -> {
            if (!requirement(result).facts().contains(added.pattern())) {
                assertThat(result).as("%s with %s", name, added).isEqualTo(before.get(name));
            }
        });
    }

    @Property(tries = 60)
    void theOrderOfEvaluationDoesNotMatter(@ForAll("mutations") Mutation mutation, @ForAll long seed) {
        List<Requirement> shuffled = new ArrayList<>(CATALOGUE.requirements());
        Collections.shuffle(shuffled, new Random(seed));
        RequirementEngine other = new RequirementEngine(new Catalogue(CATALOGUE.version(), CATALOGUE.hash(), shuffled));
        ObjectNode document = mutation.document();

        assertThat(results(other, document)).isEqualTo(results(engine, document));
    }

    private static Requirement requirement(RequirementResult result) {
        Requirement requirement = REQUIREMENTS.get(result.requirement());
        if (requirement == null) {
            throw new AssertionError(result.requirement());
        }
        return requirement;
    }

    private static Map<String, RequirementResult> results(RequirementEngine engine, ObjectNode document) {
        Map<String, RequirementResult> results = new HashMap<>();
        engine.evaluate(InventoryFacts.of(document), Operation.of(document).orElseThrow(), Fixtures.AT, Waivers.none())
                .results()
                .forEach(result -> results.put("%s on %s".formatted(result.requirement(), result.subject()), result));
        return results;
    }
}
