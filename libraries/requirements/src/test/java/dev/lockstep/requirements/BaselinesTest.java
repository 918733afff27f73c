package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In a baseline everything that applies is met; one changed fact makes exactly one verdict fail. */
class BaselinesTest {

    private static final List<Stage> INSTALLATION = List.of(
            Stage.PLAN,
            Stage.CLUS,
            Stage.FP,
            Stage.DP,
            Stage.NODE,
            Stage.NODE_AFTER,
            Stage.EVS,
            Stage.EVS_AFTER,
            Stage.END);
    private static final List<Stage> UPGRADE = List.of(Stage.values());
    private static final List<Stage> SERVICE_PACK =
            List.of(Stage.PLAN, Stage.CLUS, Stage.UN, Stage.UN_AFTER, Stage.UE, Stage.UE_AFTER, Stage.END);
    /** A migration that goes over Exchange 2000 is an upgrade from there on. */
    private static final Map<Scenario, List<Stage>> STAGES = Map.of(
            Scenario.NEW, INSTALLATION,
            Scenario.MIG55, INSTALLATION,
            Scenario.UPG, UPGRADE,
            Scenario.MIX, UPGRADE,
            Scenario.SP, SERVICE_PACK);

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());

    static List<Baselines.Baseline> baselines() {
        return Baselines.all();
    }

    static List<Mutation> mutations() {
        return Mutation.all();
    }

    @Test
    void everyScenarioHasABaselineAtEachOfItsStages() {
        Map<Scenario, List<Stage>> there = baselines().stream()
                .collect(Collectors.groupingBy(
                        Baselines.Baseline::scenario,
                        Collectors.mapping(Baselines.Baseline::stage, Collectors.toList())));
        assertThat(there).containsOnlyKeys(Scenario.values());
        there.forEach((scenario, stages) -> assertThat(stages)
                .as(scenario.name())
                .containsExactlyInAnyOrderElementsOf(STAGES.getOrDefault(scenario, List.of())));
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void everyRequirementThatAppliesIsMet(Baselines.Baseline baseline) {
        assertThat(notMet(engine, baseline.document())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void oneChangedFactViolatesExactlyOneRequirement(Mutation mutation) {
        assertThat(notMet(engine, mutation.document()))
                .containsExactly("%s is FAIL on %s".formatted(mutation.requirement(), mutation.subject()));
    }

    @Test
    void aHundredMutationsAndMoreAreTried() {
        assertThat(mutations()).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
        assertThat(mutations().stream().map(Mutation::requirement).distinct().count())
                .as("requirements that a mutation violates")
                .isGreaterThan(80);
    }

    /** What a document does not meet or does not tell, each as a sentence. */
    private static List<String> notMet(RequirementEngine engine, ObjectNode document) {
        DocumentReading reading = new DocumentReader(FactsDictionary.standard()).check(document);
        assertThat(reading).as(reading.toString()).isInstanceOf(DocumentReading.Accepted.class);
        List<RequirementResult> results = engine.evaluate(
                        InventoryFacts.of(document), Operation.of(document).orElseThrow(), Fixtures.AT, Waivers.none())
                .results();
        assertThat(results).anyMatch(result -> result.verdict() == Verdict.PASS);
        return results.stream()
                .filter(result -> result.verdict() != Verdict.PASS && result.verdict() != Verdict.NOT_APPLICABLE)
                .map(result -> "%s is %s on %s".formatted(result.requirement(), result.verdict(), result.subject()))
                .toList();
    }
}
