package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanTarget;
import dev.lockstep.procedures.Planner;
import dev.lockstep.procedures.Planning;
import dev.lockstep.procedures.ProcedureLibrary;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans of a document that was recorded, fact by fact, and is put together again. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RecordedPlanTest extends PlayedClusters {

    private static final Path DOCUMENT = Path.of("../lab/src/main/resources/scenarios/contoso-clu02.yaml");

    private final String organization = "Org" + UUID.randomUUID().toString().substring(0, 8);
    private final ClusterId cluster = ClusterId.of(OrganizationId.ofName(organization), "CLU02");
    private final PlayedSite site = new PlayedSite(cluster);
    private ObjectNode document;

    @Override
    List<PlayedSite> sites() {
        return List.of();
    }

    @BeforeEach
    void record() throws IOException {
        document = read();
        ((ObjectNode) document.path("organization")).put("name", organization);
        platform.register(cluster, site.site, document);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> inventory.latest(cluster).isPresent());
    }

    private static ObjectNode read() throws IOException {
        return switch (new DocumentReader(FactsDictionary.standard()).read(Files.readAllBytes(DOCUMENT))) {
            case DocumentReading.Accepted accepted -> accepted.document();
            case DocumentReading.Refused refused -> throw new AssertionError(refused.mistakes());
        };
    }

    /** As the command line plans a file. */
    private Plan offline(String... attend) {
        PlanTarget target = new PlanTarget(
                Scenario.UPG, document.at("/operation/targetBuild").asText(), null, List.of(attend));
        return switch (new Planner(ProcedureLibrary.load(), new Conditions())
                .plan(document.path("organization"), document.path("cluster"), target)) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }

    private String request(String more) {
        return "{\"cluster\":\"%s\",\"scenario\":\"UPG\",\"targetBuild\":\"%s\"%s}"
                .formatted(cluster, document.at("/operation/targetBuild").asText(), more);
    }

    @Test
    void aFileAndTheSameFactsRecordedGiveOneHash() {
        assertThat(post(COORDINATOR, "/plans", request(""), 200).<String>path("hash"))
                .isEqualTo(offline().hash());
        assertThat(post(COORDINATOR, "/plans", request(",\"attend\":[]"), 200).<String>path("hash"))
                .isEqualTo(offline().hash());
        assertThat(post(COORDINATOR, "/plans", request(",\"attend\":[\"MOVE_GROUP\"]"), 200)
                        .<String>path("hash"))
                .isEqualTo(offline("MOVE_GROUP").hash())
                .isNotEqualTo(offline().hash());
    }

    @Test
    void aPlanWithStepsAttendedOnRequestIsTheSameWhenItIsMadeAgainAtItsStart() {
        Plan plan = Plan.read(post(COORDINATOR, "/plans", request(",\"attend\":[\"MOVE_GROUP\"]"), 200)
                .asString());

        String id = site.started(plan);

        Api.awaitStatus(id, "RUNNING");
    }

    @Test
    void whatCannotBeAttendedIsRefused() {
        assertThat(post(COORDINATOR, "/plans", request(",\"attend\":[\"FLY\"]"), 422)
                        .<String>path("reasons[0]"))
                .contains("'FLY' is no automatic step", "MOVE_GROUP");
        refused(COORDINATOR, "/plans", request(",\"attend\":[null]"), 400, "invalid-request");
        refused(COORDINATOR, "/plans", request(",\"attend\":[\" \"]"), 400, "invalid-request");
    }
}
