package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.procedures.WhatIf.Forecast;
import dev.lockstep.procedures.WhatIf.Outcome;
import dev.lockstep.procedures.WhatIf.StepForecast;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WhatIfTest {

    private static final String IN_A_SITE = "clu06.yaml";

    private final Conditions conditions = new Conditions();
    private final Planner planner = new Planner(ProcedureLibrary.load(), conditions);
    private final WhatIf whatIf = new WhatIf(new RequirementEngine(Catalogue.standard()), conditions);

    /** When this fails after a requirement was added, the demo would stop at the step that is named. */
    @Test
    void nothingStandsInTheWayOfTheDemo() {
        assertNoObstacle(forecast(Documents.demo()));
    }

    /** The same for the upgrade of the lab's cluster with Exchange 2000. */
    @Test
    void nothingStandsInTheWayOfTheUpgrade() {
        assertNoObstacle(forecast(Documents.exchange2000()));
    }

    /** The same for each cluster of the lab's larger data centre. */
    @ParameterizedTest
    @MethodSource("dataCentre")
    void nothingStandsInTheWayOfTheDataCentre(Path document) {
        assertNoObstacle(forecast(Documents.read(document)));
    }

    static List<Path> dataCentre() throws IOException {
        return Documents.dataCentre().stream()
                .filter(file -> !file.endsWith(IN_A_SITE))
                .toList();
    }

    /** Another cluster's rollout gives the site that server. */
    @Test
    void aNewClusterInASiteOfExchange55WaitsForTheSitesStandAloneServer() throws IOException {
        ObjectNode document = Documents.read(Documents.dataCentre().stream()
                .filter(file -> file.endsWith(IN_A_SITE))
                .findFirst()
                .orElseThrow());

        StepForecast obstacle = forecast(document).firstObstacle().orElseThrow();

        assertThat(obstacle.step()).isEqualTo("setup-host-n1");
        assertThat(obstacle.blocking())
                .extracting(RequirementResult::requirement)
                .containsExactly("ORG-55-01");
        ((ArrayNode) document.at("/organization/sites55/0/servers"))
                .addObject()
                .put("name", "EX03P")
                .put("product", "EXCHANGE_2003")
                .put("clustered", false);
        assertNoObstacle(forecast(document));
    }

    private static void assertNoObstacle(Forecast forecast) {
        assertThat(forecast.steps().stream().filter(step -> step.outcome() == Outcome.BLOCKED))
                .as("steps that a requirement would block")
                .extracting(WhatIfTest::told)
                .isEmpty();
        assertThat(forecast.steps().stream().filter(step -> step.outcome() == Outcome.WITHOUT_EFFECT))
                .as("steps whose effects do not bring their own verification about")
                .extracting(WhatIfTest::told)
                .isEmpty();
    }

    @Test
    void theFirstStepThatWouldBeBlockedIsNamedWithTheRequirement() {
        ObjectNode document = Documents.demo();
        ((ObjectNode) document.at("/cluster/nodes/2")).put("domainRole", "DOMAIN_CONTROLLER");

        StepForecast obstacle = forecast(document).firstObstacle().orElseThrow();

        assertThat(obstacle.step()).isEqualTo("setup-e2k3-n1");
        assertThat(obstacle.blocking())
                .extracting(RequirementResult::requirement, RequirementResult::subject)
                .containsExactly(tuple("NODE-DC-01", "node E2K3-N3"));
        assertThat(obstacle.blocking())
                .allSatisfy(result -> assertThat(result.remedy()).isNotBlank());
    }

    @Test
    void whatIsTrueAlreadyIsSkippedAndNothingIsAskedForIt() {
        ObjectNode document = Documents.demo();
        ObjectNode organization = (ObjectNode) document.path("organization");
        for (String dc : List.of("dc1.corp.contoso.com", "dc2.corp.contoso.com")) {
            ((ObjectNode) organization.path("schemaRangeUpper")).put(dc, 6870);
            ((ObjectNode) organization.path("orgObjectVersion")).put(dc, 6903);
        }

        Forecast forecast = forecast(document);

        assertThat(forecast.steps())
                .filteredOn(step -> step.outcome() == Outcome.SKIPPED)
                .extracting(StepForecast::step)
                .contains("forest-prep");
    }

    private Forecast forecast(ObjectNode document) {
        return whatIf.of(Documents.plan(planner, document), document.path("organization"), document.path("cluster"));
    }

    private static String told(StepForecast step) {
        return "%s: %s %s"
                .formatted(
                        step.step(),
                        step.explanation(),
                        step.blocking().stream()
                                .map(result -> "%s (%s) at %s of %s: %s"
                                        .formatted(
                                                result.requirement(),
                                                result.verdict(),
                                                result.stage(),
                                                result.subject(),
                                                result.message()))
                                .toList());
    }
}
