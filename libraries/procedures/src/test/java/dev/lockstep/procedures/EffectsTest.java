package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.procedures.Predicates.Truth;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step says that it changes is what it is verified by, in every procedure. */
class EffectsTest {

    private final Conditions conditions = new Conditions();

    record Case(String name, JsonNode organization, JsonNode cluster, PlanTarget target) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> plans() {
        return Stream.of(
                document("demo", Documents.demo()),
                document("two namespaces", HostedNamespacesTest.twoNamespaces("FE1", "FE2")),
                document("Exchange 2000", Documents.exchange2000()),
                document("F2", Documents.fixture("F2-two-node-upgrade-before-node")),
                document("F2b", Documents.fixture("F2b-two-node-upgrade-before-evs")),
                old("one node", OldCluster.of(1, 1, 2, "EXCHANGE_2000", "6.0.6249"), Scenario.UPG, "6.5.6944"),
                old("eight nodes", OldCluster.of(8, 6, 2, "EXCHANGE_2000", "6.0.6249"), Scenario.UPG, "6.5.6944"),
                old("service pack", OldCluster.of(4, 3, 2, "EXCHANGE_2003", "6.5.6944"), Scenario.SP, "6.5.7226"),
                old("mixed", OldCluster.of(2, 1, 2, "EXCHANGE_2000", "6.0.6249"), Scenario.MIX, "6.5.6944"),
                windows2000(),
                migration("VIA_EXCHANGE_2000"),
                migration("NEW_CLUSTER"));
    }

    private static Case document(String name, ObjectNode document) {
        return new Case(name, document.path("organization"), document.path("cluster"), Documents.target(document));
    }

    private static Case old(String name, OldCluster cluster, Scenario scenario, String targetBuild) {
        return new Case(
                name, cluster.organization, cluster.cluster, new PlanTarget(scenario, targetBuild, "CORP\\exadmin"));
    }

    private static Case windows2000() {
        SampleDocument document = SampleDocument.onWindows2000(List.of("N1", "N2"), List.of("EVS1"));
        return new Case(
                "Windows 2000",
                document.organization,
                document.cluster,
                new PlanTarget(Scenario.NEW, "6.5.6944", "CORP\\exadmin"));
    }

    private static Case migration(String path) {
        OldCluster cluster = OldCluster.of(2, 1, 2, "EXCHANGE_55", "5.5.2653");
        cluster.cluster.put("migrationPath", path);
        cluster.cluster.putArray("successors").add("NEW1").add("NEW2");
        cluster.organization.putArray("adcServers");
        return old(path, cluster, Scenario.MIG55, "6.5.6944");
    }

    @ParameterizedTest
    @MethodSource("plans")
    void bringTheVerificationOfTheirStepAbout(Case planned) {
        Plan plan = plan(planned);
        Picture picture = new Picture(planned.organization(), planned.cluster());
        Set<String> skipped = new HashSet<>();

        for (PlanStep step : plan.steps()) {
            boolean needless = skipped.contains(String.valueOf(step.skip().with()))
                    || (step.skip().when() != null && truth(step.skip().when(), picture) == Truth.TRUE);
            if (needless) {
                skipped.add(step.id());
                continue;
            }
            step.effects().forEach(picture::apply);
            assertThat(truth(step.verify(), picture)).as(step.id()).isNotEqualTo(Truth.FALSE);
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void areTheSameForTheSameInput(Case planned) {
        Plan plan = plan(planned);

        assertThat(plan(planned).hash()).isEqualTo(plan.hash());
        assertThat(Plan.read(plan.toJson().toString())).isEqualTo(plan);
    }

    private Truth truth(String expression, Picture picture) {
        return conditions.evaluate(expression, picture.organization(), picture.cluster());
    }

    private Plan plan(Case planned) {
        return switch (new Planner(ProcedureLibrary.load(), conditions)
                .plan(planned.organization(), planned.cluster(), planned.target())) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }
}
