package dev.lockstep.validation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class GatesAndReportsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @Inject
    String bootstrapServers;

    private Topics topics;
    private OrganizationId organization;

    @Inject
    DataSource dataSource;

    private ClusterId cluster;

    @BeforeEach
    void aNewClusterIsKnown() {
        topics = new Topics(bootstrapServers);
        organization = new OrganizationId("org" + UUID.randomUUID().toString().substring(0, 8));
        cluster = ClusterId.of(organization, "CLU01");
        topics.inventory(
                organizationStream(),
                1,
                new OrganizationEvent.OrganizationRegistered(
                        organization, organization.value(), List.of(fact("/name", organization.value()))));
        topics.inventory(
                clusterStream(),
                1,
                new ClusterEvent.ClusterRegistered(
                        cluster, "CLU01", "north", List.of(fact("/name", "CLU01"), fact("/formed", true))));
        topics.inventory(
                clusterStream(),
                2,
                new ClusterEvent.NodeJoined(
                        cluster,
                        FactPath.of("nodes", "N1"),
                        List.of(fact("/nodes/N1/name", "N1"), fact("/nodes/N1/domainRole", "MEMBER_SERVER"))));
        await().atMost(PATIENCE).untilAsserted(() -> {
            Response report = report("stage=PLAN");
            assertThat(report.statusCode()).isEqualTo(200);
            assertThat(report.jsonPath().getInt("versions.cluster")).isEqualTo(2);
        });
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void aReportNamesWhatItWasComputedFrom() {
        Response report = report("stage=PLAN&stage=NODE&subject=N1");

        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.jsonPath().getString("catalogue.hash")).hasSize(64);
        assertThat(report.jsonPath().getBoolean("blocking")).isTrue();
        assertThat(verdict(report, "NODE-DC-01")).isEqualTo("PASS");
        assertThat(verdict(report, "CLUS-EXIST-01")).isEqualTo("PASS");
        assertThat(verdict(report, "CLUS-SVC-01")).isEqualTo("UNKNOWN");
    }

    @Test
    void whatCannotBeAskedIsAProblem() {
        assertThat(report("stage=SOON").jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:invalid-request");
        assertThat(report("scenario=OLD").statusCode()).isEqualTo(400);
        Response ofAnotherScenario = report("scenario=NEW&stage=UE");
        assertThat(ofAnotherScenario.statusCode()).isEqualTo(400);
        assertThat(ofAnotherScenario.asString()).contains("the scenario NEW has no stage UE", "EVS+, END");
        assertThat(report("subject=N9").statusCode()).isEqualTo(400);
        assertThat(report("targetBuild=latest").statusCode()).isEqualTo(400);
        assertThat(get("/api/validation/clusters/contoso:nowhere/report").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/validation/clusters/%20/report").statusCode()).isEqualTo(404);
        assertThat(get("/api/validation/gates/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/api/validation/requirements/NOTHING").statusCode()).isEqualTo(404);
    }

    @Test
    void theCatalogueIsReadInPages() {
        Response first = get("/api/validation/requirements?limit=5");
        Response second = get(
                "/api/validation/requirements?limit=5&after=" + first.jsonPath().getString("next"));
        assertThat(first.jsonPath().getList("items.id"))
                .hasSize(5)
                .doesNotContainAnyElementsOf(second.jsonPath().getList("items.id"));
        assertThat(get("/api/validation/requirements/NODE-DC-01").jsonPath().getString("predicate"))
                .contains("MEMBER_SERVER");
    }

    @Test
    void aGateIsAnsweredOnceAtTheVersionsThatItAsksFor() {
        RolloutEvent.GateRequested request = request(new InventoryVersions(1, 2));
        UUID event = topics.orchestration(rolloutStream(request), 1, request);
        topics.repeatLast();

        ValidationEvent.GateAnswered answer = topics.answer(request.gate(), PATIENCE);

        assertThat(answer.versions()).isEqualTo(request.versions());
        assertThat(answer.open()).isFalse();
        assertThat(answer.catalogueHash()).hasSize(64);
        assertThat(answer.results()).anySatisfy(result -> {
            assertThat(result.requirement()).isEqualTo("NODE-DC-01");
            assertThat(result.verdict()).hasToString("PASS");
        });
        assertThat(topics.causation(request.gate())).isEqualTo(event);
        assertThat(get("/api/validation/gates/" + request.gate()).jsonPath().getString("answer.gate"))
                .isEqualTo(request.gate().toString());
        assertThat(topics.answersAfterAnotherGate(
                        request.gate(),
                        () -> {
                            RolloutEvent.GateRequested other = request(new InventoryVersions(1, 2));
                            topics.orchestration(rolloutStream(other), 1, other);
                            return other.gate();
                        },
                        PATIENCE))
                .isEqualTo(1);
    }

    @Test
    void theGateOfAnApprovalIsOneOfTheWholeCluster() {
        ApprovalGateRequested request = new ApprovalGateRequested(
                cluster,
                UUID.randomUUID(),
                UUID.randomUUID(),
                Scenario.NEW,
                List.of(Stage.PLAN),
                "CORP\\exadmin",
                "6.5.6944",
                new InventoryVersions(1, 2),
                Instant.now());
        topics.orchestration("rollout-" + request.rollout(), 1, request);

        ValidationEvent.GateAnswered answer = topics.answer(request.gate(), PATIENCE);

        assertThat(answer.step()).isEqualTo(ApprovalGateRequested.STEP);
        assertThat(answer.versions()).isEqualTo(request.versions());
        assertThat(answer.results()).isNotEmpty();
        assertThat(get("/api/validation/gates/" + request.gate()).jsonPath().getList("request.stages"))
                .containsExactly("PLAN");
    }

    @Test
    void aGateWaitsForItsVersionsAndDoesNotSeeLaterOnes() {
        RolloutEvent.GateRequested early = request(new InventoryVersions(1, 3));
        topics.orchestration(rolloutStream(early), 1, early);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get("/api/validation/gates/" + early.gate()).statusCode())
                        .isEqualTo(200));
        assertThat(get("/api/validation/gates/" + early.gate()).jsonPath().<Object>get("answer"))
                .isNull();

        topics.inventory(clusterStream(), 3, domainRole("DOMAIN_CONTROLLER", "MEMBER_SERVER"));
        topics.inventory(clusterStream(), 4, domainRole("MEMBER_SERVER", "DOMAIN_CONTROLLER"));
        RolloutEvent.GateRequested late = request(new InventoryVersions(1, 4));
        topics.orchestration(rolloutStream(late), 1, late);

        assertThat(verdict(topics.answer(early.gate(), PATIENCE), "NODE-DC-01")).isEqualTo("FAIL");
        assertThat(verdict(topics.answer(late.gate(), PATIENCE), "NODE-DC-01")).isEqualTo("PASS");
    }

    @Test
    void aGateThatCannotBeAnsweredRestsTheLongerTheLongerItHasFailed() throws SQLException {
        UUID gate = UUID.randomUUID();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into gate (gate, cluster, organization_stream, organization_version, cluster_stream, cluster_version,
                                          request, correlation_id, requested_by, requested_at, not_before)
                        select ?, ?, ?, 0, ?, 0, '{}', ?, ?, asked.at, asked.at
                          from (select current_timestamp - interval '2 minutes' as at) asked""")) {
            insert.setObject(1, gate);
            insert.setString(2, cluster.value());
            insert.setString(3, "organization-" + cluster.organization());
            insert.setString(4, clusterStream());
            insert.setObject(5, gate);
            insert.setObject(6, gate);
            insert.executeUpdate();
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> restsMoreThanAMinute(gate));
    }

    private boolean restsMoreThanAMinute(UUID gate) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select not_before > current_timestamp + interval '1 minute' from gate where gate = ?")) {
            select.setObject(1, gate);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Test
    void manyVersionsAreToldFromSnapshots() {
        for (int version = 3; version <= 230; version++) {
            topics.inventory(
                    clusterStream(),
                    version,
                    domainRole(
                            version % 2 == 0 ? "MEMBER_SERVER" : "DOMAIN_CONTROLLER",
                            version % 2 == 0 ? "DOMAIN_CONTROLLER" : "MEMBER_SERVER"));
        }
        await().atMost(PATIENCE).until(() -> latestSnapshot() == 200);
        for (long version : List.of(101L, 150L, 229L)) {
            RolloutEvent.GateRequested request = request(new InventoryVersions(1, version));
            topics.orchestration(rolloutStream(request), 1, request);
            assertThat(verdict(topics.answer(request.gate(), PATIENCE), "NODE-DC-01"))
                    .isEqualTo(version % 2 == 0 ? "PASS" : "FAIL");
        }
    }

    private long latestSnapshot() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select max(version) from known_snapshot where stream = ?")) {
            select.setString(1, clusterStream());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private ClusterEvent.ClusterFactsChanged domainRole(String after, String before) {
        FactPath path = FactPath.parse("/nodes/N1/domainRole");
        return new ClusterEvent.ClusterFactsChanged(
                cluster, List.of(new FactChange(path, text(before), text(after), provenance())), "test");
    }

    private RolloutEvent.GateRequested request(InventoryVersions versions) {
        return new RolloutEvent.GateRequested(
                cluster,
                UUID.randomUUID(),
                "setup-N1",
                UUID.randomUUID(),
                Scenario.NEW,
                List.of(Stage.NODE),
                "N1",
                "CORP\\exadmin",
                "6.5.6944",
                versions,
                Instant.now());
    }

    private static String rolloutStream(RolloutEvent.GateRequested request) {
        return "rollout-" + request.rollout();
    }

    private String organizationStream() {
        return "organization-" + organization;
    }

    private String clusterStream() {
        return "cluster-" + cluster;
    }

    private Response report(String query) {
        return get("/api/validation/clusters/" + cluster + "/report?" + query);
    }

    private static Response get(String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.of(Role.COORDINATOR, "*"))
                .get(path);
    }

    private static String verdict(Response report, String requirement) {
        return report.jsonPath().getString("results.find { it.requirement == '%s' }.verdict".formatted(requirement));
    }

    private static String verdict(ValidationEvent.GateAnswered answer, String requirement) {
        return answer.results().stream()
                .filter(result -> result.requirement().equals(requirement))
                .findFirst()
                .orElseThrow()
                .verdict()
                .name();
    }

    private static Fact fact(String path, Object value) {
        JsonNode json =
                value instanceof Boolean flag ? JsonNodeFactory.instance.booleanNode(flag) : text(value.toString());
        return new Fact(FactPath.parse(path), json, provenance());
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    private static Provenance provenance() {
        return new Provenance("test", Instant.now(), "tester", Confidence.OBSERVED);
    }
}
