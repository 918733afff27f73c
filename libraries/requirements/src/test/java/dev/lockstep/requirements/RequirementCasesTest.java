package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every requirement holds in one document and does not in another, which differ in little. */
class RequirementCasesTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String CATALOGUE = "/dev/lockstep/requirements/catalogue/catalogue.yaml";

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());

    /** The cases of every file of the catalogue: they stand in a file of its name with {@code cases-} before it. */
    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        read(CATALOGUE)
                .path("files")
                .forEach(file -> read("/cases-" + file.asText()).forEach(entry -> cases.add(new Case(entry))));
        return cases;
    }

    private static JsonNode read(String resource) {
        try (InputStream in = RequirementCasesTest.class.getResourceAsStream(resource)) {
            return YAML.readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyRequirementHasACase() {
        Set<String> covered = cases().stream().map(Case::requirement).collect(Collectors.toSet());
        assertThat(Catalogue.standard().requirements().stream().map(Requirement::id))
                .containsExactlyInAnyOrderElementsOf(covered);
    }

    @Test
    void whatMayBeMereInformationHasACaseOfEach() {
        Catalogue.standard().requirements().stream()
                .filter(requirement -> requirement.informs().isPresent())
                .forEach(requirement -> assertThat(cases().stream()
                                .filter(example -> example.requirement().equals(requirement.id()))
                                .map(Case::severity))
                        .as(requirement.id())
                        .contains(requirement.severity(), Severity.INFO));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holdsInTheSatisfyingDocument(Case example) {
        assertThat(result(example, example.satisfying()).verdict()).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doesNotHoldInTheViolatingDocument(Case example) {
        RequirementResult violated = result(example, example.violating());
        assertThat(violated.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(violated.severity()).isEqualTo(example.severity());
    }

    private RequirementResult result(Case example, ObjectNode document) {
        DocumentReading reading = new DocumentReader(FactsDictionary.standard()).check(document);
        assertThat(reading).as(reading.toString()).isInstanceOf(DocumentReading.Accepted.class);
        Operation operation = Operation.of(document).orElseThrow();
        return engine.evaluate(InventoryFacts.of(document), operation, Fixtures.AT, Waivers.none()).results().stream()
                .filter(result -> result.requirement().equals(example.requirement())
                        && result.subject().equals(example.subject()))
                .collect(Collectors.collectingAndThen(Collectors.toList(), results -> {
                    assertThat(results).as("results of " + example).hasSize(1);
                    return results.getFirst();
                }));
    }

    /** One entry of a case file. */
    record Case(JsonNode entry) {

        String requirement() {
            return entry.path("requirement").asText();
        }

        String subject() {
            return entry.path("subject").asText();
        }

        /** What a violation is: the requirement's severity, where the case does not say that it is mere information. */
        Severity severity() {
            return entry.has("severity")
                    ? Severity.valueOf(entry.path("severity").asText())
                    : Catalogue.standard()
                            .requirement(requirement())
                            .orElseThrow()
                            .severity();
        }

        ObjectNode satisfying() {
            ObjectNode document = Baselines.document(entry.path("base").asText());
            ObjectNode operation = (ObjectNode) document.path("operation");
            operation
                    .putArray("stages")
                    .add(Stage.of(entry.path("stage").asText()).code());
            entry.path("operation").properties().forEach(member -> operation.set(member.getKey(), member.getValue()));
            Baselines.apply(document, entry.path("given"));
            return document;
        }

        ObjectNode violating() {
            ObjectNode document = satisfying();
            Baselines.apply(document, entry.path("violated"));
            return document;
        }

        @Override
        public String toString() {
            return requirement() + " at " + entry.path("stage").asText() + " on " + subject();
        }
    }
}
