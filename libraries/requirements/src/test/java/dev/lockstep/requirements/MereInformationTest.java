package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import org.junit.jupiter.api.Test;

/** A violation is mere information when that is certain, and a block when that is; in between nobody is told what to mend. */
class MereInformationTest {

    private static final String NICS = "/cluster/nodes/E2K3-N2/nics/";

    @Test
    void whatDecidedThatItIsInformationIsAmongTheFacts() {
        RequirementResult result = teamed(true, BooleanNode.FALSE);

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.severity()).isEqualTo(Severity.INFO);
        assertThat(result.blocks()).isFalse();
        assertThat(result.facts())
                .extracting(RequirementResult.FactRead::path)
                .contains("cluster/nodes/E2K3-N2/nics/Private/teamed", "cluster/nodes/E2K3-N2/nics/Public/teamed");
    }

    @Test
    void whetherItIsInformationHasToBeKnown() {
        RequirementResult result = teamed(true, NullNode.getInstance());

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.severity()).isEqualTo(Severity.NOT_SUPPORTED);
        assertThat(result.blocks()).isTrue();
        assertThat(result.facts().getFirst().path()).isEqualTo("cluster/nodes/E2K3-N2/nics/Private/teamed");
        assertThat(result.message()).contains("cluster/nodes/E2K3-N2/nics/Private/teamed");
    }

    @Test
    void whatHoldsIsNoInformation() {
        RequirementResult result = teamed(false, BooleanNode.FALSE);

        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.severity()).isEqualTo(Severity.NOT_SUPPORTED);
    }

    private static RequirementResult teamed(boolean publicOne, JsonNode privateOne) {
        ObjectNode document = Baselines.document("NEW-PLAN");
        Patches.set(document, NICS + "Public/teamed", BooleanNode.valueOf(publicOne));
        Patches.set(document, NICS + "Private/teamed", privateOne);
        return new RequirementEngine(Catalogue.standard())
                        .evaluate(
                                InventoryFacts.of(document),
                                Operation.of(document).orElseThrow(),
                                Fixtures.AT,
                                Waivers.none())
                        .results()
                        .stream()
                        .filter(each -> each.requirement().equals("NET-TEAM-01"))
                        .filter(each -> each.subject().equals("node E2K3-N2"))
                        .findFirst()
                        .orElseThrow();
    }
}
