package dev.lockstep.requirements.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CatalogueReaderTest {

    private static final String ENTRY = """
            requirements:
              - id: OWN-01
                title: The cluster is formed
                severity: REQUIRED
                scope: CLUSTER
                stages: [PLAN, "NODE+"]
                predicate: cluster.formed
                source: our own
                explanation: why
                remedy: what
            """;

    private final CatalogueReader reader = new CatalogueReader();

    @Test
    void theHashNamesTheContentAndNotItsForm() throws InvalidCatalogueException {
        Catalogue one = reader.read("1", Map.of("a.yaml", ENTRY));
        Catalogue same = reader.read("1", Map.of("b.yaml", "# a comment\n" + ENTRY));
        Catalogue other = reader.read("1", Map.of("a.yaml", ENTRY.replace("why", "because")));
        Catalogue later = reader.read("2", Map.of("a.yaml", ENTRY));
        assertThat(one.hash()).hasSize(64).isEqualTo(same.hash());
        assertThat(List.of(other.hash(), later.hash())).doesNotContain(one.hash());
    }

    @Test
    void everyMistakeNamesItsFileRequirementAndPosition() {
        String text = ENTRY.replace("predicate: cluster.formed", "predicate: cluster.formt || true");
        assertThat(mistakes(text))
                .singleElement()
                .asString()
                .contains("own.yaml:7: OWN-01: predicate, line 1", "formt");
        assertThat(mistakes(ENTRY.replace("severity: REQUIRED", "severity: WISHED")))
                .singleElement()
                .asString()
                .contains("OWN-01", "WISHED");
        assertThat(mistakes(ENTRY.replace("stages:", "stage:")))
                .satisfiesExactly(
                        unknown -> assertThat(unknown).startsWith("own.yaml:6: OWN-01: there is no member 'stage'"),
                        missing -> assertThat(missing).contains("'stages' is a list of 1 or more"));
        assertThat(mistakes(ENTRY.replace("[PLAN,", "[SOON,")))
                .singleElement()
                .asString()
                .startsWith("own.yaml:6: OWN-01: ")
                .contains("'SOON'", "NODE+")
                .doesNotContain("dev.lockstep");
        assertThat(mistakes(ENTRY.replace("remedy: what", "remedy: ''")))
                .singleElement()
                .asString()
                .contains("remedy");
        assertThat(mistakes(ENTRY + ENTRY.substring(ENTRY.indexOf("  - id"))))
                .singleElement()
                .asString()
                .contains("OWN-01", "twice");
        assertThat(mistakes("requirements: {")).singleElement().asString().contains("own.yaml:1");
        assertThat(mistakes("rules: []")).singleElement().asString().contains("requirements");
    }

    @Test
    void theStandardCatalogueSaysWhereEachRequirementComesFrom() {
        assertThat(Catalogue.standard().requirements()).allSatisfy(requirement -> {
            assertThat(requirement.facts()).as(requirement.id()).isNotEmpty();
            assertThat(requirement.source().startsWith("not in the source document"))
                    .as(requirement.id())
                    .isEqualTo(requirement.supplementary());
        });
    }

    @Test
    void anEnterpriseAddsToOursAndChangesNothing() throws InvalidCatalogueException {
        Catalogue base = Catalogue.standard();

        Catalogue extended = reader.extend(base, Map.of("own.yaml", ENTRY));

        assertThat(extended.requirements()).startsWith(base.requirements().toArray(Requirement[]::new));
        assertThat(extended.requirements()).hasSize(base.requirements().size() + 1);
        assertThat(extended.requirements().getLast().own()).isTrue();
        assertThat(extended.hash()).isNotEqualTo(base.hash());
        assertThat(extended.version()).startsWith(base.version() + "+own.");
        assertThat(reader.extend(base, Map.of())).isSameAs(base);
    }

    @Test
    void anIdOfOursCannotBeTaken() {
        for (String id : List.of("NODE-DC-01", "X-OWN-01")) {
            assertThat(sentences(
                            () -> reader.extend(Catalogue.standard(), Map.of("own.yaml", ENTRY.replace("OWN-01", id)))))
                    .singleElement()
                    .asString()
                    .startsWith("own.yaml:2: " + id);
        }
        assertThat(mistakes(ENTRY.replace("OWN-01", "own 01")))
                .singleElement()
                .asString()
                .contains("capital letters");
    }

    @Test
    void whatIsNoCatalogueIsSaidInASentence() {
        List<String> texts = List.of(
                "",
                "- 1",
                "requirements: 7",
                "requirements: [7, [], null]",
                "requirements: &all [*all]",
                "requirements: [{id: [], title: {}}]",
                ENTRY + "other: 1",
                ENTRY.replace("predicate: cluster.formed", "predicate: '" + "(".repeat(3_000) + "'"),
                ENTRY.replace("predicate: cluster.formed", "predicate: '" + "a".repeat(20_000) + "'"),
                ENTRY.replace("predicate: cluster.formed", "predicate: has(cluster.formed)"),
                ENTRY.replace("predicate: cluster.formed", "predicate: clustr.formed"),
                "\tx: {");

        assertThat(texts)
                .allSatisfy(text -> assertThat(mistakes(text))
                        .isNotEmpty()
                        .allSatisfy(sentence ->
                                assertThat(sentence).startsWith("own.yaml").doesNotContain("Exception")));
    }

    private List<String> mistakes(String text) {
        return sentences(() -> reader.read("1", Map.of("own.yaml", text)));
    }

    private static List<String> sentences(ThrowingCallable reading) {
        return catchThrowableOfType(InvalidCatalogueException.class, reading).mistakes().stream()
                .map(CatalogueMistake::sentence)
                .toList();
    }
}
