package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixturesTest {

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());

    static Stream<String> baselines() {
        return Fixtures.BASELINES.stream();
    }

    static Stream<String> broken() {
        return Fixtures.BROKEN.stream();
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void aBaselineViolatesNothingThatBlocks(String name) {
        assertThat(failures(name)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenDocumentViolatesExactlyWhatItsNameSays(String name) {
        String requirement = name.replaceFirst("broken/B\\d\\d-", "");
        Assumptions.assumeThat(Catalogue.standard().requirement(requirement))
                .as("the catalogue has " + requirement)
                .isPresent();
        assertThat(failures(name)).containsExactly(requirement);
    }

    private List<String> failures(String name) {
        ObjectNode document = Fixtures.document(name);
        return engine
                .evaluate(
                        InventoryFacts.of(document),
                        Operation.of(document).orElseThrow(),
                        Instant.EPOCH,
                        Waivers.none())
                .results()
                .stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .filter(result -> result.severity() == Severity.REQUIRED || result.severity() == Severity.NOT_SUPPORTED)
                .map(RequirementResult::requirement)
                .distinct()
                .toList();
    }
}
