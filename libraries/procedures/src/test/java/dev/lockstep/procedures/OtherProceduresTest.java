package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtherProceduresTest {

    private static final String OLD = "6.0.6249";
    private static final String RELEASED = "6.5.6944";
    private static final String SERVICE_PACK_1 = "6.5.7226";

    @Test
    void aServicePackFollowsTheOrderOfAnUpgrade() {
        Plan plan = planned(OldCluster.of(2, 2, 2, "EXCHANGE_2003", RELEASED), Scenario.SP, SERVICE_PACK_1);

        assertThat(ids(plan))
                .containsSubsequence(
                        "move-evs1-to-n2",
                        "setup-n1",
                        "offline-evs1",
                        "upgrade-evs1",
                        "upgrade-evs2",
                        "setup-n2",
                        "move-evs2-to-n2");
        assertThat(plan.step("setup-n1").orElseThrow().action()).isEqualTo("RUN_SERVICE_PACK");
        GoldenPlans.assertGolden("two-node-service-pack.plan", plan);
    }

    @Test
    void beforeServicePack1EveryNodeWithWindowsServer2003GetsItsUpdateFirst() {
        OldCluster cluster = OldCluster.of(2, 1, 2, "EXCHANGE_2003", RELEASED);
        ((ObjectNode) cluster.node(1).path("os")).put("family", "WINDOWS_SERVER_2003");
        ((ObjectNode) cluster.node(2).path("os")).put("family", "WINDOWS_SERVER_2003");

        assertThat(ids(planned(cluster, Scenario.SP, SERVICE_PACK_1)))
                .containsSubsequence("update-831464-n1", "update-831464-n2", "check-design", "setup-n2");
        assertThat(ids(planned(cluster, Scenario.SP, "6.5.7638"))).noneMatch(id -> id.startsWith("update-831464"));
    }

    @Test
    void frontEndsComeBeforeAServicePack() {
        OldCluster cluster = OldCluster.of(1, 1, 2, "EXCHANGE_2003", RELEASED);
        cluster.organization
                .withArray("/servers")
                .addObject()
                .put("name", "FE1")
                .put("role", "FRONT_END")
                .put("build", RELEASED);

        assertThat(ids(planned(cluster, Scenario.SP, SERVICE_PACK_1))).startsWith("front-end-fe1");
    }

    @Test
    void aMixedOrganizationGetsItsConnectorAndStandAloneServersBeforeTheUpgrade() {
        OldCluster cluster = OldCluster.of(2, 1, 2, "EXCHANGE_2000", OLD);
        ((ObjectNode) cluster.cluster.path("evs").path(0)).put("ag", "Paris");
        cluster.organization
                .putArray("sites55")
                .addObject()
                .put("name", "PARIS")
                .put("ag", "Paris");

        Plan plan = planned(cluster, Scenario.MIX, RELEASED);

        assertThat(ids(plan))
                .containsSubsequence("connector", "forest-prep", "first-server-of-paris", "setup-n2", "upgrade-evs1");
        GoldenPlans.assertGolden("two-node-mixed-organization.plan", plan);
    }

    @Test
    void noWayFromExchange55IsTakenBeforeAPersonHasDecided() {
        OldCluster cluster = OldCluster.of(2, 1, 2, "EXCHANGE_55", "5.5.2653");

        assertThat(cluster.plan(Scenario.MIG55, RELEASED))
                .isInstanceOfSatisfying(
                        Planning.NoPlan.class,
                        none -> assertThat(none.reasons())
                                .singleElement()
                                .asString()
                                .contains("VIA_EXCHANGE_2000")
                                .contains("NEW_CLUSTER"));
    }

    @Test
    void overExchange2000IsHandedOverWithEvidence() {
        OldCluster cluster = OldCluster.of(2, 1, 2, "EXCHANGE_55", "5.5.2653");
        cluster.cluster.put("migrationPath", "VIA_EXCHANGE_2000");

        assertThat(ids(planned(cluster, Scenario.MIG55, RELEASED)))
                .containsExactly("check-decision", "hand-over", "next-plan");
    }

    @Test
    void toANewClusterMailboxesGoInAttendedBatches() {
        OldCluster cluster = OldCluster.of(1, 0, 2, "EXCHANGE_55", "5.5.2653");
        cluster.cluster.put("migrationPath", "NEW_CLUSTER");
        assertThat(cluster.plan(Scenario.MIG55, RELEASED))
                .isInstanceOfSatisfying(
                        Planning.NoPlan.class,
                        none -> assertThat(none.reasons())
                                .singleElement()
                                .asString()
                                .contains("successors"));
        cluster.cluster.putArray("successors").add("NEW1");
        cluster.organization
                .withArray("/servers")
                .addObject()
                .put("name", "OLD1")
                .put("product", "EXCHANGE_55");

        Plan plan = planned(cluster, Scenario.MIG55, RELEASED);

        assertThat(ids(plan))
                .containsSubsequence(
                        "connector", "forest-prep", "new-cluster", "mailboxes-of-old1", "retire-old1", "native-mode");
        assertThat(plan.steps())
                .filteredOn(step -> !Set.of(PlanStep.ActorKind.CHECK).contains(step.actor()))
                .allMatch(step -> step.actor() == PlanStep.ActorKind.ATTENDED);
        GoldenPlans.assertGolden("migration-to-new-cluster.plan", plan);
    }

    @Test
    void theNewClusterIsKnownByTheNamesOfItsVirtualServers() {
        OldCluster cluster = OldCluster.of(1, 0, 2, "EXCHANGE_55", "5.5.2653");
        cluster.cluster.put("migrationPath", "NEW_CLUSTER");
        cluster.cluster.putArray("successors").add("NEW1").add("NEW2");
        String verify = planned(cluster, Scenario.MIG55, RELEASED)
                .step("new-cluster")
                .orElseThrow()
                .verify();
        Conditions conditions = new Conditions();

        server(cluster, "SOME");
        server(cluster, "NEW1");
        assertThat(conditions.evaluate(verify, cluster.organization, cluster.cluster))
                .isEqualTo(Predicates.Truth.FALSE);
        server(cluster, "NEW2");
        assertThat(conditions.evaluate(verify, cluster.organization, cluster.cluster))
                .isEqualTo(Predicates.Truth.TRUE);
    }

    private static void server(OldCluster cluster, String name) {
        cluster.organization
                .withArray("/servers")
                .addObject()
                .put("name", name)
                .put("product", "EXCHANGE_2003")
                .put("clustered", true);
    }

    private static List<String> ids(Plan plan) {
        return plan.steps().stream().map(PlanStep::id).toList();
    }

    private static Plan planned(OldCluster old, Scenario scenario, String targetBuild) {
        return switch (old.plan(scenario, targetBuild)) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }
}
