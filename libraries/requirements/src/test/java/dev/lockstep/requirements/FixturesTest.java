package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
        assertThat(failures(name)).containsExactly(requirement);
    }

    @Test
    void aFactThatGrewTooOldSaysOfWhenItIsAndHowLongItCounts() {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        Instant imported = Instant.parse("2026-03-01T08:00:00Z");
        Provenance provenance = new Provenance("imported document", imported, "editor", Confidence.IMPORTED);
        InventoryFacts facts = InventoryFacts.of(
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), provenance),
                FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), provenance));

        Report report = engine.evaluate(
                facts, Operation.of(document).orElseThrow(), imported.plus(Duration.ofDays(2)), Waivers.none());
        List<RequirementResult> unknown = report.results().stream()
                .filter(result -> result.verdict() == Verdict.UNKNOWN)
                .toList();

        assertThat(report.stale()).contains("cluster/nodes/E2K3-N1/domainRole");
        assertThat(unknown)
                .extracting(RequirementResult::message)
                .anyMatch(message -> message.contains("cluster/nodes/E2K3-N1/domainRole is too old"
                        + " (it is of 2026-03-01T08:00:00Z and counts for 1 day)"));
        assertThat(unknown)
                .extracting(RequirementResult::remedy)
                .allMatch(remedy -> remedy.startsWith("Find out first: "));
    }

    private List<String> failures(String name) {
        ObjectNode document = Fixtures.document(name);
        return engine
                .evaluate(
                        InventoryFacts.of(document), Operation.of(document).orElseThrow(), Fixtures.AT, Waivers.none())
                .results()
                .stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .filter(result -> result.severity() == Severity.REQUIRED || result.severity() == Severity.NOT_SUPPORTED)
                .map(RequirementResult::requirement)
                .distinct()
                .toList();
    }
}
