package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One of an enterprise's own requirements cannot take more than its part of the time, and says the same whatever else is evaluated. */
class OwnRequirementsBoundTest {

    private static final String PAIRS = "cluster.disks.all(a, cluster.disks.all(b, a.number + b.number >= 2))";
    private static final String FOURS =
            "cluster.disks.all(a, cluster.disks.all(b, cluster.disks.all(c, cluster.disks.all(d,"
                    + " a.number + b.number + c.number + d.number >= 4))))";
    /** As many loops as the pairs, but each turn of one looks at a list of a thousand. */
    private static final String LISTS =
            "cluster.disks.all(a, cluster.disks.all(b, position(cluster.disks.map(c, c.number) + %s, 99) < 0))"
                    .formatted("[" + "0, ".repeat(999) + "0]");
    /** And here each turn is long. */
    private static final String LONG =
            "cluster.disks.all(a, cluster.disks.all(b, %s))".formatted("a.number > 0 && ".repeat(300) + "b.number > 0");

    private final Catalogue extended;

    OwnRequirementsBoundTest() throws InvalidCatalogueException {
        extended = extended(List.of(PAIRS, FOURS, LISTS, LONG, PAIRS));
    }

    @Test
    void whatTakesTooLongIsUnknownAndNothingElse() {
        List<RequirementResult> results = results(extended, Stage.values());

        assertThat(verdicts(results, "OWN-0")).containsOnly(Verdict.PASS);
        assertThat(verdicts(results, "OWN-4")).containsOnly(Verdict.PASS);
        for (String tooMuch : List.of("OWN-1", "OWN-2", "OWN-3")) {
            assertThat(verdicts(results, tooMuch)).as(tooMuch).containsOnly(Verdict.UNKNOWN);
        }
        assertThat(results)
                .filteredOn(result -> result.requirement().equals("OWN-1"))
                .allSatisfy(result -> {
                    assertThat(result.message()).contains("more than 250,000 steps");
                    assertThat(result.remedy()).contains("compare less");
                });
        assertThat(results)
                .filteredOn(result -> !result.requirement().startsWith("OWN-"))
                .containsExactlyElementsOf(results(Catalogue.standard(), Stage.values()));
    }

    @Test
    void itDoesNotMatterWhatElseIsEvaluatedAndInWhichOrder() throws InvalidCatalogueException {
        List<RequirementResult> all = results(extended, Stage.values());

        assertThat(results(extended, Stage.CLUS))
                .containsExactlyElementsOf(all.stream()
                        .filter(result -> result.stage() == Stage.CLUS)
                        .toList());
        assertThat(verdicts(results(extended(List.of(FOURS, PAIRS)), Stage.CLUS), "OWN-1"))
                .containsOnly(Verdict.PASS);
        assertThat(verdicts(results(extended(List.of(PAIRS, FOURS)), Stage.CLUS), "OWN-0"))
                .containsOnly(Verdict.PASS);
    }

    private static Catalogue extended(List<String> predicates) throws InvalidCatalogueException {
        StringBuilder text = new StringBuilder("requirements:\n");
        for (int i = 0; i < predicates.size(); i++) {
            text.append("""
                      - id: OWN-%d
                        title: Compares disks
                        severity: RECOMMENDED
                        scope: NODE
                        stages: [PLAN, CLUS]
                        predicate: %s
                        source: test
                        explanation: test
                        remedy: none
                    """.formatted(i, predicates.get(i)));
        }
        return new CatalogueReader().extend(Catalogue.standard(), Map.of("own.yaml", text.toString()));
    }

    private static List<Verdict> verdicts(List<RequirementResult> results, String requirement) {
        return results.stream()
                .filter(result -> result.requirement().equals(requirement))
                .map(RequirementResult::verdict)
                .toList();
    }

    private static List<RequirementResult> results(Catalogue catalogue, Stage... stages) {
        ObjectNode document = Baselines.document("NEW-PLAN");
        ((ObjectNode) document.path("operation")).putArray("stages");
        for (Stage stage : stages) {
            ((ObjectNode) document.path("operation")).withArray("stages").add(stage.code());
        }
        return new RequirementEngine(catalogue)
                .evaluate(
                        InventoryFacts.of(document),
                        Operation.of(document).orElseThrow(),
                        Instant.EPOCH,
                        Waivers.none())
                .results();
    }
}
