package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** An enterprise's own requirements cannot take more than their part of the time, however many loop for long. */
class OwnRequirementsBoundTest {

    @Test
    void whatExceedsThePartIsUnknownAndOursAreAsBefore() throws InvalidCatalogueException {
        StringBuilder text = new StringBuilder("requirements:\n");
        for (int i = 0; i < 40; i++) {
            text.append(entry(i));
        }
        Catalogue extended = new CatalogueReader().extend(Catalogue.standard(), Map.of("own.yaml", text.toString()));

        List<RequirementResult> results = results(extended);

        List<RequirementResult> own =
                results.stream().filter(OwnRequirementsBoundTest::isOwn).toList();
        assertThat(own).hasSize(40);
        assertThat(own).filteredOn(result -> result.verdict() == Verdict.PASS).hasSizeBetween(15, 25);
        assertThat(own)
                .filteredOn(result -> result.verdict() != Verdict.PASS)
                .isNotEmpty()
                .allSatisfy(result -> {
                    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
                    assertThat(result.message()).contains("of your own together take more than 5,000,000 steps");
                });
        assertThat(results)
                .filteredOn(result -> !isOwn(result))
                .containsExactlyElementsOf(results(Catalogue.standard()));
    }

    private static String entry(int number) {
        return """
                  - id: OWN-%d
                    title: Compares everything with everything
                    severity: RECOMMENDED
                    scope: CLUSTER
                    stages: [CLUS]
                    predicate: cluster.disks.all(a, cluster.disks.all(b, cluster.disks.all(c, cluster.disks.all(d,
                      a.number + b.number + c.number + d.number >= 4))))
                    source: test
                    explanation: It has 22 to the power of 4 steps and some.
                    remedy: none
                """.formatted(number);
    }

    private static boolean isOwn(RequirementResult result) {
        return result.requirement().startsWith("OWN-");
    }

    private static List<RequirementResult> results(Catalogue catalogue) {
        ObjectNode document = Baselines.document("NEW-PLAN");
        return new RequirementEngine(catalogue)
                .evaluate(
                        InventoryFacts.of(document),
                        Operation.of(document).orElseThrow(),
                        Instant.EPOCH,
                        Waivers.none())
                .results();
    }
}
