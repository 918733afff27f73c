package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator may do to a virtual server is not told of a step whose subject is a node. */
class SubjectOfAnotherKindTest {

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());

    @Test
    void permissionsOnAVirtualServerAreUnknownWhenTheSubjectIsNone() {
        List<RequirementResult> results = results(Fixtures.NEW_BEFORE_FIRST_EVS, "E2K3-N1");

        for (String requirement : List.of("PERM-EVS-01", "PERM-EVS-02")) {
            assertThat(results)
                    .filteredOn(result -> result.requirement().equals(requirement))
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
                        assertThat(result.facts())
                                .extracting(RequirementResult.FactRead::path)
                                .containsExactly("operation/subject");
                    });
        }
        assertThat(results)
                .filteredOn(result -> result.requirement().equals("PERM-EVS-04"))
                .as("there is no child domain, whatever the subject is")
                .extracting(RequirementResult::verdict)
                .containsExactly(Verdict.NOT_APPLICABLE);
    }

    @Test
    void andSoIsWhetherTheyAreAskedFor() {
        assertThat(results(Fixtures.UPGRADE_BEFORE_EVS, "E2K-N1"))
                .filteredOn(result -> result.requirement().equals("PERM-E2K-ADM"))
                .extracting(RequirementResult::verdict)
                .containsExactly(Verdict.UNKNOWN);
    }

    private List<RequirementResult> results(String fixture, String subject) {
        ObjectNode document = Fixtures.document(fixture);
        ObjectNode operation = (ObjectNode) document.path("operation");
        operation.put("subject", subject).putArray("stages").add("EVS");
        return engine.evaluate(
                        InventoryFacts.of(document), Operation.of(document).orElseThrow(), Fixtures.AT, Waivers.none())
                .results();
    }
}
