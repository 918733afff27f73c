package dev.lockstep.requirements.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
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
                .contains("own.yaml", "OWN-01", "predicate", "line 1", "formt");
        assertThat(mistakes(ENTRY.replace("severity: REQUIRED", "severity: WISHED")))
                .singleElement()
                .asString()
                .contains("OWN-01", "WISHED");
        assertThat(mistakes(ENTRY.replace("stages:", "stage:")))
                .singleElement()
                .asString()
                .contains("OWN-01", "stage");
        assertThat(mistakes(ENTRY.replace("remedy: what", "remedy: ''")))
                .singleElement()
                .asString()
                .contains("remedy");
        assertThat(mistakes(ENTRY + ENTRY.substring(ENTRY.indexOf("  - id"))))
                .singleElement()
                .asString()
                .contains("OWN-01", "twice");
        assertThat(mistakes("requirements: {")).singleElement().asString().contains("own.yaml, line 1");
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

    private List<String> mistakes(String text) {
        return catchThrowableOfType(InvalidCatalogueException.class, () -> reader.read("1", Map.of("own.yaml", text)))
                .mistakes();
    }
}
