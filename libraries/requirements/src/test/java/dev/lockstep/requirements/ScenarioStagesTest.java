package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.requirements.document.DocumentMistake;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which stages a scenario has. */
class ScenarioStagesTest {

    private static final List<Stage> UPGRADES = List.of(Stage.UN, Stage.UN_AFTER, Stage.UE, Stage.UE_AFTER);

    private final Catalogue catalogue = Catalogue.standard();

    @Test
    void aNewDeploymentUpgradesNothingAndAServicePackInstallsNothing() {
        assertThat(catalogue.stages(Scenario.NEW)).doesNotContainAnyElementsOf(UPGRADES);
        assertThat(catalogue.stages(Scenario.SP))
                .doesNotContain(Stage.FP, Stage.DP, Stage.NODE, Stage.NODE_AFTER, Stage.EVS, Stage.EVS_AFTER);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"UPG", "MIX"})
    void anUpgradeMayBeAskedAtEveryStage(Scenario scenario) {
        assertThat(catalogue.stages(scenario)).containsExactly(Stage.values());
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyScenarioIsPlannedAndSignedOff(Scenario scenario) {
        assertThat(catalogue.stages(scenario)).contains(Stage.PLAN, Stage.CLUS, Stage.END);
    }

    @Test
    void everyStageOfABaselineACaseAndAFixtureIsOneOfItsScenario() {
        Baselines.all()
                .forEach(baseline -> assertThat(catalogue.stages(baseline.scenario()))
                        .as(baseline.toString())
                        .contains(baseline.stage()));
        RequirementCasesTest.cases()
                .forEach(example -> assertThat(mistake(Operation.of(example.satisfying())))
                        .as(example.toString())
                        .isEmpty());
        Fixtures.BASELINES.forEach(name -> assertThat(mistake(Operation.of(Fixtures.document(name))))
                .as(name)
                .isEmpty());
    }

    @Test
    void stagesOfAnotherScenarioAreNamedWithThoseThereAreAndWithWhoseTheyAre() {
        Operation operation =
                Operation.of(Scenario.NEW, List.of(Stage.PLAN, Stage.UE, Stage.UE_AFTER), null, null, null);

        assertThat(operation.mistakenStages(catalogue).map(DocumentMistake::sentence))
                .contains(
                        "/operation/stages: the scenario NEW has no stage UE, UE+;"
                                + " its stages are PLAN, CLUS, FP, DP, NODE, NODE+, EVS, EVS+, END; UE is of UPG, MIG55, MIX, SP");
    }

    @Test
    void whatAnEnterpriseAsksOfAScenarioItHas() throws InvalidCatalogueException {
        Catalogue everywhere = extended("");
        Catalogue named = extended("scenarios: [SP]");

        assertThat(everywhere.stages(Scenario.SP)).isEqualTo(catalogue.stages(Scenario.SP));
        assertThat(named.stages(Scenario.SP)).contains(Stage.FP, Stage.DP);
        assertThat(named.stages(Scenario.NEW)).isEqualTo(catalogue.stages(Scenario.NEW));
    }

    private List<DocumentMistake> mistake(Optional<Operation> operation) {
        return operation.orElseThrow().mistakenStages(catalogue).stream().toList();
    }

    private Catalogue extended(String scenarios) throws InvalidCatalogueException {
        return new CatalogueReader().extend(catalogue, Map.of("own.yaml", """
                requirements:
                  - id: OWN-01
                    title: The cluster is formed
                    severity: REQUIRED
                    scope: CLUSTER
                    stages: [FP]
                    predicate: cluster.formed
                    source: our own
                    explanation: why
                    remedy: what
                    %s
                """.formatted(scenarios)));
    }
}
