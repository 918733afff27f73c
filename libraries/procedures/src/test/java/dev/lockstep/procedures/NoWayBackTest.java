package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.Scenario;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An upgraded virtual server has no way to a node of the old version, whatever was planned. */
class NoWayBackTest {

    private static final String OLD = "6.0.6249";
    private static final String TARGET = "6.5.6944";

    private final OldCluster recorded = OldCluster.of(2, 2, 2, "EXCHANGE_2000", OLD);
    private final Plan plan = planned();

    private Plan planned() {
        return switch (recorded.plan(Scenario.UPG, TARGET)) {
            case Planning.Planned(Plan made) -> made;
            case Planning.NoPlan none -> throw new AssertionError(none.reasons());
        };
    }

    private PlanStep step(String id) {
        return plan.step(id).orElseThrow();
    }

    private Optional<String> objection(String step) {
        return NoWayBack.objection(step(step), recorded.organization, recorded.cluster);
    }

    private void build(int node, String build) {
        ((ObjectNode) recorded.node(node).path("exchange")).put("build", build);
    }

    private void upgradedServer(int number) {
        ((ObjectNode) recorded.organization.path("servers").path(number - 1)).put("build", TARGET + ".4");
    }

    @Test
    void anUpgradedVirtualServerMustNotGoToAnOldNode() {
        build(1, TARGET);
        upgradedServer(2);

        assertThat(objection("move-evs2-to-n2"))
                .contains("EVS2 is upgraded to 6.5.6944.4 and must not go to N2, which has 6.0.6249"
                        + " (no way back, X-UPG-NOBACK-01)");
    }

    @Test
    void betweenUpgradedNodesItMay() {
        build(1, TARGET);
        build(2, TARGET);
        upgradedServer(2);

        assertThat(objection("move-evs2-to-n2")).isEmpty();
    }

    @Test
    void anOldVirtualServerIsBroughtToTheNodeThatUpgradesIt() {
        build(1, TARGET);

        assertThat(objection("bring-evs2-to-n1")).isEmpty();
        assertThat(objection("move-evs1-to-n2")).isEmpty();
    }

    @Test
    void whereNoBuildIsRecordedOfTheDestinationTheGateDecides() {
        build(1, TARGET);
        upgradedServer(2);
        ((ObjectNode) recorded.node(2).path("exchange")).remove("build");

        assertThat(objection("move-evs2-to-n2")).isEmpty();
    }

    @Test
    void aVirtualServerOfUnknownBuildStaysWhereItIsInAMixedCluster() {
        ((ObjectNode) recorded.organization.path("servers").path(1)).remove("build");
        recorded.node(2).remove("exchange");
        assertThat(objection("bring-evs2-to-n1")).isEmpty();

        recorded.node(2).putObject("exchange").put("build", "unreadable");
        build(1, OLD);
        assertThat(objection("bring-evs2-to-n1")).isEmpty();

        OldCluster three = OldCluster.of(3, 2, 2, "EXCHANGE_2000", OLD);
        ((ObjectNode) three.organization.path("servers").path(1)).remove("build");
        ((ObjectNode) three.node(2).path("exchange")).remove("build");
        ((ObjectNode) three.node(3).path("exchange")).put("build", TARGET);
        assertThat(NoWayBack.objection(step("bring-evs2-to-n1"), three.organization, three.cluster))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("EVS2 must not go to N1", "whether EVS2 is upgraded is not recorded"));
    }

    @Test
    void aMoveThatTakesAMoveBackIsAskedForToo() {
        build(2, TARGET);
        upgradedServer(1);

        assertThat(NoWayBack.concerns(step("move-evs1-to-n2"))).isTrue();
        assertThat(NoWayBack.objectionToUndo(step("move-evs1-to-n2"), recorded.organization, recorded.cluster))
                .hasValueSatisfying(why -> assertThat(why).contains("EVS1 is upgraded", "must not go to N1"));
        assertThat(NoWayBack.objectionToUndo(step("setup-n1"), recorded.organization, recorded.cluster))
                .isEmpty();
    }

    @Test
    void whatTheCommandMovesCountsAlsoWhereThePlanSaysNothingOfIt() throws JsonProcessingException {
        build(1, TARGET);
        upgradedServer(2);
        ObjectNode silent = ContractJson.mapper().valueToTree(step("move-evs2-to-n2"));
        silent.remove("effects");
        PlanStep untold = ContractJson.mapper().treeToValue(silent, PlanStep.class);

        assertThat(untold.effects()).isEmpty();
        assertThat(untold.command()).contains("/moveto:N2");
        assertThat(NoWayBack.concerns(untold)).isTrue();
        assertThat(NoWayBack.objection(untold, recorded.organization, recorded.cluster))
                .hasValueSatisfying(why -> assertThat(why).contains("EVS2 is upgraded", "must not go to N2"));
    }

    @Test
    void stepsThatMoveNothingAreNotAskedAbout() {
        assertThat(NoWayBack.concerns(step("setup-n1"))).isFalse();
        assertThat(objection("setup-n1")).isEmpty();
    }
}
