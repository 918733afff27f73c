package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.procedures.PlanStep.Effect;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RollingUpgradeTest {

    private static final String OLD = "6.0.6249";
    private static final String TARGET = "6.5.6944";

    private final Planner planner = new Planner(ProcedureLibrary.load(), new Conditions());

    @Test
    void fourNodesOfWhichOneIsPassive() {
        assertThat(order(planned(OldCluster.of(4, 3, 3, "EXCHANGE_2000", OLD))))
                .containsExactly(
                        "move EVS1 to N4",
                        "Setup N1",
                        "upgrade EVS1 on N1",
                        "move EVS2 to N4",
                        "Setup N2",
                        "upgrade EVS2 on N2",
                        "move EVS3 to N4",
                        "Setup N3",
                        "upgrade EVS3 on N3",
                        "Setup N4");
    }

    @Test
    void twoNodesOfWhichOneIsPassive() {
        assertThat(order(planned(OldCluster.of(2, 1, 4, "EXCHANGE_2000", OLD))))
                .containsExactly("Setup N2", "upgrade EVS1 on N2", "Setup N1");
    }

    @Test
    void twoActiveNodes() {
        assertThat(order(planned(OldCluster.of(2, 2, 2, "EXCHANGE_2000", OLD))))
                .containsExactly(
                        "move EVS1 to N2",
                        "Setup N1",
                        "upgrade EVS1 on N1",
                        "upgrade EVS2 on N1",
                        "Setup N2",
                        "move EVS2 to N2");
    }

    @Test
    void oneNode() {
        Plan plan = planned(OldCluster.of(1, 1, 2, "EXCHANGE_2000", OLD));

        assertThat(order(plan)).containsExactly("Setup N1", "upgrade EVS1 on N1");
        assertThat(plan.steps().stream()
                        .map(PlanStep::id)
                        .filter(id -> id.startsWith("offline-") || id.startsWith("setup-")))
                .startsWith("offline-evs1", "setup-n1");
    }

    @Test
    void whatIsDoneAlreadyIsListedWithTheReason() {
        Plan plan = Documents.plan(planner, Documents.fixture("F2-two-node-upgrade-before-node"));

        assertThat(order(plan))
                .containsExactly(
                        "move EVSA to E2K-N2",
                        "Setup E2K-N1",
                        "upgrade EVSA on E2K-N1",
                        "upgrade EVSB on E2K-N1",
                        "Setup E2K-N2",
                        "move EVSB to E2K-N2");
        assertThat(plan.step("move-evsa-to-e2k-n2").orElseThrow().skip().expected())
                .contains("already");
        GoldenPlans.assertGolden("f2-two-node-upgrade.plan", plan);
    }

    @Test
    void anUpgradeGoesOnFromTheMiddle() {
        Plan plan = Documents.plan(planner, Documents.fixture("F2b-two-node-upgrade-before-evs"));

        assertThat(plan.step("setup-e2k-n1").orElseThrow().skip().expected()).isNotNull();
        assertThat(plan.step("offline-evsa").orElseThrow().skip().expected()).isNotNull();
        assertThat(plan.step("bring-evsa-to-e2k-n1").orElseThrow().skip().expected())
                .isNotNull();
        GoldenPlans.assertGolden("f2b-two-node-upgrade-from-the-middle.plan", plan);
    }

    @Test
    void fourNodesAreTheGoldenPlan() {
        GoldenPlans.assertGolden("four-node-upgrade.plan", planned(OldCluster.of(4, 3, 3, "EXCHANGE_2000", OLD)));
    }

    @Test
    void thereIsNoPlanWhenTheStorageGroupsOfBothServersDoNotFitOnOneNode() {
        assertThat(OldCluster.of(2, 2, 3, "EXCHANGE_2000", OLD).plan(Scenario.UPG, TARGET))
                .isInstanceOfSatisfying(
                        Planning.NoPlan.class,
                        none -> assertThat(none.reasons())
                                .first()
                                .asString()
                                .contains("EVS1 cannot leave N1")
                                .contains("at most 4 storage groups"));
    }

    @Test
    void thereIsNoPlanWithoutExchange2000OrWithANodeDown() {
        OldCluster old = OldCluster.of(2, 1, 2, "EXCHANGE_55", "5.5.2653");
        old.node(2).put("nodeState", "DOWN");

        assertThat(old.plan(Scenario.UPG, TARGET))
                .isEqualTo(new Planning.NoPlan(List.of(
                        "node N1 has EXCHANGE_55, from which no upgrade to 6.5.6944 leads",
                        "node N2 has EXCHANGE_55, from which no upgrade to 6.5.6944 leads",
                        "node N2 is down")));
    }

    @Test
    void aVirtualServerMayBeOwnedByItsDestinationBeforeItGoesThere() {
        List<String> ids = planned(OldCluster.of(2, 2, 2, "EXCHANGE_2000", OLD)).steps().stream()
                .map(PlanStep::id)
                .toList();

        assertThat(ids).containsSubsequence("keep-evs2-off-n2", "setup-n2", "allow-evs2-on-n2", "move-evs2-to-n2");
    }

    @Test
    void everyStepSaysWhetherThereIsAWayBack() {
        Plan plan = planned(OldCluster.of(2, 2, 2, "EXCHANGE_2000", OLD));

        assertThat(plan.step("setup-n1").orElseThrow().reversibility().kind())
                .isEqualTo(Reversibility.Kind.POINT_OF_NO_RETURN);
        assertThat(plan.step("upgrade-evs1").orElseThrow().reversibility().kind())
                .isEqualTo(Reversibility.Kind.POINT_OF_NO_RETURN);
        assertThat(plan.steps())
                .filteredOn(step -> step.actor() != PlanStep.ActorKind.CHECK)
                .noneMatch(step -> step.reversibility().kind() == Reversibility.Kind.NOTHING_TO_UNDO
                        && !step.action().equals("TEST_MAIL_FLOW"));
    }

    /** Follows the effects: nodes are upgraded empty, and nothing comes online on a node of another version. */
    @Property(tries = 60)
    void theOrderKeepsTheRules(
            @ForAll @IntRange(min = 1, max = 8) int nodes,
            @ForAll @IntRange(min = 0, max = 7) int servers,
            @ForAll @IntRange(min = 1, max = 2) int storageGroups) {
        int fitting = nodes > 2 ? Math.min(servers, nodes - 1) : Math.min(servers, nodes);
        OldCluster old = OldCluster.of(nodes, fitting, storageGroups, "EXCHANGE_2000", OLD);
        Plan plan = planned(old);
        Picture picture = new Picture(old.organization, old.cluster);

        for (PlanStep step : plan.steps()) {
            if (step.action().equals("RUN_SETUP") && nodes > 1) {
                assertThat(picture.groupsOn(String.valueOf(step.node()))).isEmpty();
            }
            for (Effect effect : step.effects()) {
                picture.apply(effect);
            }
            for (var server : picture.virtualServers()) {
                String owner = String.valueOf(picture.ownerOf(Picture.groupOf(server)));
                boolean running = picture.resourcesOf(Picture.groupOf(server)).stream()
                        .anyMatch(resource -> resource.path("type").asText().equals(Instances.SYSTEM_ATTENDANT)
                                && resource.path("state").asText().equals("ONLINE"));
                if (running && !step.action().equals("RUN_SETUP")) {
                    assertThat(picture.buildOf(server)).as(step.id()).isEqualTo(picture.buildOn(owner));
                }
            }
        }
        assertThat(picture.nodes())
                .allMatch(node -> picture.buildOn(Picture.name(node))
                        .filter(TARGET::equals)
                        .isPresent());
        assertThat(picture.virtualServers())
                .allMatch(
                        server -> picture.buildOf(server).filter(TARGET::equals).isPresent());
    }

    /** Every step that changes something in the cluster holds the cluster's lock, so no two of them can run at the same time. */
    @Property(tries = 20)
    void noTwoChangesOfAClusterCanRunTogether(@ForAll @IntRange(min = 1, max = 8) int nodes) {
        Plan plan = planned(OldCluster.of(nodes, nodes > 2 ? nodes - 1 : nodes, 2, "EXCHANGE_2000", OLD));

        assertThat(plan.steps())
                .filteredOn(step -> step.actor() != PlanStep.ActorKind.CHECK)
                .filteredOn(step -> !Set.of("RUN_FORESTPREP", "RUN_DOMAINPREP").contains(step.action()))
                .allMatch(step -> step.locks().contains("cluster contoso:clu"));
    }

    private static Plan planned(OldCluster old) {
        return switch (old.plan(Scenario.UPG, TARGET)) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }

    /** What a person would call the order: moves of virtual servers, Setup on nodes, upgrades of virtual servers. */
    private static List<String> order(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> switch (step.action()) {
                    case "RUN_SETUP" -> Stream.of("Setup " + step.node());
                    case "UPGRADE_VIRTUAL_SERVER" ->
                        Stream.of("upgrade %s on %s"
                                .formatted(
                                        step.virtualServer(), step.parameters().get("node")));
                    case "MOVE_GROUP" ->
                        step.id().startsWith("move-") && step.virtualServer() != null
                                ? Stream.of("move %s to %s"
                                        .formatted(
                                                step.virtualServer(),
                                                step.command().get(4).substring("/moveto:".length())))
                                : Stream.<String>empty();
                    default -> Stream.<String>empty();
                })
                .toList();
    }
}
