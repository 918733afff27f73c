package dev.lockstep.validation;

import static dev.lockstep.validation.TestCluster.PATIENCE;
import static dev.lockstep.validation.TestCluster.as;
import static dev.lockstep.validation.TestCluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.OwnRequirementsChanged;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.contracts.validation.VerdictChange;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class WaiversAndFuturesTest {

    private static final String OWN = """
            requirements:
              - id: OWN-NAME-01
                title: Names begin with the site
                severity: REQUIRED
                scope: NODE
                stages: [PLAN]
                predicate: node.name.startsWith("OSL-")
                source: Handbook
                explanation: why
                remedy: what
            """;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @Inject
    String bootstrapServers;

    @Inject
    DataSource dataSource;

    @Inject
    EventStore store;

    private Topics topics;
    private TestCluster cluster;

    @BeforeEach
    void aNewClusterIsKnown() {
        topics = new Topics(bootstrapServers);
        cluster = TestCluster.known(topics);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void aWaivedRecommendationShowsItsTrueVerdictAndExpiredOnesBiteAtOnce() {
        assertThat(verdict("NODE-TS-01")).isEqualTo("FAIL");
        String waiver = requested(Instant.now().plus(Duration.ofDays(1)));
        assertThat(verdict("NODE-TS-01")).isEqualTo("FAIL");

        Response approved = cluster.post(Role.APPROVER, "/waivers/" + waiver + "/approval", "{}");

        assertThat(approved.statusCode()).as(approved.asString()).isEqualTo(200);
        assertThat(approved.jsonPath().getString("decidedBy.name")).isEqualTo("approver");
        Response report = cluster.get("/report?stage=PLAN");
        String result = "results.find { it.requirement == 'NODE-TS-01' }.";
        assertThat(report.jsonPath().getString(result + "verdict")).isEqualTo("WAIVED");
        assertThat(report.jsonPath().getString(result + "waivedVerdict")).isEqualTo("FAIL");
        assertThat(report.jsonPath().getString(result + "message")).contains("Waived by approver", "no screens");

        assertThat(cluster.post(Role.COORDINATOR, "/waivers/" + waiver + "/revocation", "{\"reason\":\"mended\"}")
                        .jsonPath()
                        .getString("status"))
                .isEqualTo("REVOKED");
        assertThat(verdict("NODE-TS-01")).isEqualTo("FAIL");

        Instant soon = Instant.now().plusSeconds(3);
        String brief = requested(soon);
        cluster.post(Role.APPROVER, "/waivers/" + brief + "/approval", "{}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(Instant.now()).isAfter(soon);
            assertThat(verdict("NODE-TS-01")).isEqualTo("FAIL");
        });
        assertThat(cluster.get("/waivers").jsonPath().getList("items.status")).containsExactly("REVOKED", "EXPIRED");
        assertThat(cluster.get("/waivers").jsonPath().getList("items.decidedBecause"))
                .containsExactly("mended", null);
    }

    @Test
    void whoAskedForAWaiverDoesNotApproveItWhateverTheirRoles() {
        String both = Tokens.with("both", claims -> {
            claims.putObject("realm_access")
                    .putArray("roles")
                    .add(Role.COORDINATOR.code())
                    .add(Role.APPROVER.code());
            claims.putArray("lockstep_scopes").add("*");
        });
        Response requested = cluster.post(
                both, "/waivers", request("NODE-TS-01", Instant.now().plus(Duration.ofDays(1))));
        assertThat(requested.statusCode()).as(requested.asString()).isEqualTo(201);
        String waiver = requested.jsonPath().getString("id");

        Response own = cluster.post(both, "/waivers/" + waiver + "/approval", "{}");

        assertThat(own.statusCode()).as(own.asString()).isEqualTo(403);
        assertThat(own.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:own-request");
        assertThat(own.asString()).contains("both asked for this waiver and cannot approve it");
        assertThat(cluster.get("/waivers").jsonPath().getList("items.status")).containsExactly("REQUESTED");
        assertThat(verdict("NODE-TS-01")).isEqualTo("FAIL");

        assertThat(cluster.post(Role.APPROVER, "/waivers/" + waiver + "/approval", "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(verdict("NODE-TS-01")).isEqualTo("WAIVED");
    }

    @Test
    void whatIsRequiredOrNotSupportedIsNeverWaived() {
        for (String requirement : List.of("NODE-DC-01", "CLUS-EXIST-01")) {
            Response refused = cluster.post(
                    Role.COORDINATOR,
                    "/waivers",
                    request(requirement, Instant.now().plusSeconds(3600)));
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:not-waivable");
        }
        assertThat(cluster.post(
                                Role.COORDINATOR,
                                "/waivers",
                                request("NO-01", Instant.now().plusSeconds(9)))
                        .statusCode())
                .isEqualTo(422);
        assertThat(cluster.post(Role.COORDINATOR, "/waivers", "{}").statusCode())
                .isEqualTo(400);
        assertThat(cluster.post(Role.APPROVER, "/waivers/" + UUID.randomUUID() + "/approval", "{}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFutureIsEvaluatedAndNothingIsRecorded() {
        Response future = cluster.post(Role.AUDITOR, "/what-if", """
                {"stages":["PLAN"],"with":[{"path":"cluster/nodes/N1/terminalServices","value":true},
                                           {"path":"cluster/nodes/N1/domainRole"}]}""");

        assertThat(future.statusCode()).as(future.asString()).isEqualTo(200);
        assertThat(verdict(future, "NODE-TS-01")).isEqualTo("PASS");
        assertThat(future.jsonPath().getLong("versions.cluster")).isEqualTo(cluster.version());
        assertThat(verdict("NODE-TS-01")).isEqualTo("FAIL");

        Response mistyped = cluster.post(
                Role.AUDITOR,
                "/what-if",
                "{\"with\":[{\"path\":\"cluster/nodes/N9/terminalServices\",\"value\":true}]}");
        assertThat(mistyped.statusCode()).isEqualTo(400);
        assertThat(mistyped.asString()).contains("cluster/nodes/N9/terminalServices", "there is no 'N9'");
        for (String body : List.of(
                "{\"with\":[{}]}",
                "{\"with\":[null]}",
                "{\"with\":7}",
                "{\"stages\":[\"SOON\"]}",
                "{\"scenario\":\"SP\",\"stages\":[\"NODE\"]}",
                "{\"scenario\":\"OLD\"}")) {
            assertThat(cluster.post(Role.AUDITOR, "/what-if", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void anOrganizationAddsRequirementsOfItsOwn() {
        TestCluster other = TestCluster.known(topics);
        String before = cluster.get("/report?stage=PLAN").jsonPath().getString("catalogue.hash");

        Response added = own(OWN);

        assertThat(added.statusCode()).as(added.asString()).isEqualTo(200);
        assertThat(added.jsonPath().getList("requirements.id")).containsExactly("OWN-NAME-01");
        assertThat(verdict("OWN-NAME-01")).isEqualTo("FAIL");
        assertThat(cluster.get("/report?stage=PLAN").jsonPath().getString("catalogue.hash"))
                .isEqualTo(added.jsonPath().getString("catalogueHash"))
                .isNotEqualTo(before);
        assertThat(verdict(other.get("/report?stage=PLAN"), "OWN-NAME-01")).isNull();
        assertThat(other.get("/report?stage=PLAN").jsonPath().getString("catalogue.hash"))
                .isEqualTo(before);

        Response collision = own(OWN.replace("OWN-NAME-01", "NODE-DC-01").replace("node.name", "node.nam"));
        assertThat(collision.statusCode()).isEqualTo(422);
        assertThat(collision.jsonPath().getList("errors.place")).contains("requirements.yaml:2", "requirements.yaml:7");
        assertThat(verdict("OWN-NAME-01")).isEqualTo("FAIL");

        assertThat(own("").statusCode()).isEqualTo(200);
        assertThat(verdict("OWN-NAME-01")).isNull();
        assertThat(cluster.get("/report?stage=PLAN").jsonPath().getString("catalogue.hash"))
                .isEqualTo(before);
    }

    @Test
    void aRepeatedReplacementIsAnsweredAsDoneAndAnotherNeedsTheLatestVersion() {
        UUID key = UUID.randomUUID();

        Response first = own(OWN, key, "0");
        Response again = own(OWN, key, "0");
        Response another = own("", UUID.randomUUID(), "0");

        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(again.statusCode()).as(again.asString()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag")).isEqualTo("\"1\"");
        assertThat(another.statusCode()).isEqualTo(412);
        assertThat(own("", UUID.randomUUID(), "1").statusCode()).isEqualTo(200);
    }

    @Test
    void whatThisVersionDoesNotTakeAnyMoreCanBeReplaced() {
        OwnRequirementsChanged earlier = new OwnRequirementsChanged(
                cluster.organization(),
                List.of("OWN-NAME-01"),
                OWN.replace("node.name.startsWith(\"OSL-\")", "node.nothing"),
                "an earlier version took it",
                new Authority(
                        "administrator",
                        "administrator",
                        new TreeSet<>(),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        null,
                        Instant.now()),
                Instant.now());
        ContractCodec<OwnRequirementsChanged> codec = new ContractCodec<>(OwnRequirementsChanged.class);
        UUID id = UUID.randomUUID();
        EventMetadata metadata = new EventMetadata(
                "administrator", id, id, cluster.organization().value(), Instant.now());
        store.append(List.of(new StreamAppend(
                new StreamId("requirements", cluster.organization().value()),
                0,
                List.of(new NewEvent(id, codec.typeOf(earlier), codec.encode(earlier), metadata)))));
        Response outdated = cluster.get("/report?stage=PLAN");
        assertThat(outdated.statusCode()).isEqualTo(409);
        assertThat(outdated.path("type").toString()).isEqualTo("urn:lockstep:problem:own-requirements-outdated");
        assertThat(outdated.path("detail").toString()).contains("OWN-NAME-01", "Replace them");

        Response replaced = own("", UUID.randomUUID(), "1");

        assertThat(replaced.statusCode()).as(replaced.asString()).isEqualTo(200);
        assertThat(cluster.get("/report?stage=PLAN").statusCode()).isEqualTo(200);
    }

    @Test
    void aChangedFactPublishesTheVerdictsThatItChangesAndNoOthers() {
        awaitAssessed(cluster);
        cluster.change("/nodes/N1/domainRole", text("MEMBER_SERVER"), text("DOMAIN_CONTROLLER"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.verdictsChanged(cluster.id()))
                        .anySatisfy(event -> assertThat(event.changes())
                                .anySatisfy(change ->
                                        assertThat(change.requirement()).isEqualTo("NODE-DC-01"))));
        List<ValidationEvent.VerdictsChanged> told = topics.verdictsChanged(cluster.id());
        ValidationEvent.VerdictsChanged last = told.getLast();
        assertThat(last.after().cluster()).isEqualTo(cluster.version());
        assertThat(last.changes())
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.before()).isNotEqualTo(change.after()))
                .filteredOn(change -> change.requirement().equals("NODE-DC-01"))
                .isNotEmpty()
                .allSatisfy(change -> {
                    assertThat(change.subject()).isEqualTo("node N1");
                    assertThat(change.before()).isEqualTo(Verdict.PASS);
                    assertThat(change.after()).isEqualTo(Verdict.FAIL);
                });
        assertThat(last.changes()).extracting(VerdictChange::requirement).doesNotContain("NODE-TS-01");

        cluster.change("/nodes/N1/terminalServices", BooleanNode.FALSE, BooleanNode.TRUE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                topics.verdictsChanged(cluster.id()).getLast().changes())
                        .extracting(VerdictChange::requirement)
                        .containsOnly("NODE-TS-01"));
    }

    @Test
    void aClusterThatCannotBeAssessedRestsAndKeepsNobodyWaiting() throws SQLException {
        awaitAssessed(cluster);
        inDatabase("update assessment set stream_version = stream_version + 99 where cluster = ?");
        cluster.change("/nodes/N1/domainRole", text("MEMBER_SERVER"), text("DOMAIN_CONTROLLER"));
        await().atMost(PATIENCE)
                .until(() -> inDatabase("update assessment_due set not_before = not_before"
                                + " where cluster = ? and not_before > current_timestamp")
                        > 0);

        TestCluster healthy = TestCluster.known(topics);
        awaitAssessed(healthy);
        healthy.change("/nodes/N1/domainRole", text("MEMBER_SERVER"), text("DOMAIN_CONTROLLER"));

        await().atMost(PATIENCE).until(() -> latestIsTold(healthy));
        assertThat(latestIsTold(cluster)).isFalse();
        inDatabase("update assessment set stream_version = stream_version - 99 where cluster = ?");
        inDatabase("update assessment_due set not_before = '-infinity' where cluster = ?");
        await().atMost(PATIENCE).until(() -> latestIsTold(cluster));
    }

    private boolean latestIsTold(TestCluster which) {
        return topics.verdictsChanged(which.id()).stream()
                .anyMatch(event -> event.after().cluster() == which.version());
    }

    private int inDatabase(String update) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, cluster.id().value());
            return statement.executeUpdate();
        }
    }

    private void awaitAssessed(TestCluster which) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(assessedVersion(which)).isEqualTo(which.version()));
    }

    private long assessedVersion(TestCluster which) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select max(cluster_version) from assessment where cluster = ?")) {
            select.setString(1, which.id().value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private String requested(Instant expiresAt) {
        Response requested = cluster.post(Role.COORDINATOR, "/waivers", request("NODE-TS-01", expiresAt));
        assertThat(requested.statusCode()).as(requested.asString()).isEqualTo(201);
        return requested.jsonPath().getString("id");
    }

    private static String request(String requirement, Instant expiresAt) {
        return "{\"requirement\":\"%s\",\"subject\":\"node N1\",\"reason\":\"no screens\",\"expiresAt\":\"%s\"}"
                .formatted(requirement, expiresAt);
    }

    private Response own(String text) {
        return own(text, as(Role.ADMINISTRATOR));
    }

    private Response own(String text, UUID key, String version) {
        return own(
                text, as(Role.ADMINISTRATOR).header("Idempotency-Key", key).header("If-Match", "\"" + version + "\""));
    }

    private Response own(String text, RequestSpecification account) {
        String body = ContractJson.mapper()
                .createObjectNode()
                .put("text", text)
                .put("reason", "the handbook says so")
                .toString();
        return account.contentType("application/json")
                .body(body)
                .post("/api/validation/organizations/" + cluster.organization() + "/requirements");
    }

    private String verdict(String requirement) {
        return verdict(cluster.get("/report?stage=PLAN"), requirement);
    }

    private static String verdict(Response report, String requirement) {
        return report.jsonPath().getString("results.find { it.requirement == '%s' }?.verdict".formatted(requirement));
    }
}
