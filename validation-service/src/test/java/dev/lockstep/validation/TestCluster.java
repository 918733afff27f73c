package dev.lockstep.validation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.service.testing.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cluster with one node, of which the inventory has told validation. */
final class TestCluster {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Topics topics;
    private final OrganizationId organization =
            new OrganizationId("org" + UUID.randomUUID().toString().substring(0, 8));
    private final ClusterId id = ClusterId.of(organization, "CLU01");
    private long version;

    private TestCluster(Topics topics) {
        this.topics = topics;
    }

    static TestCluster known(Topics topics) {
        TestCluster cluster = new TestCluster(topics);
        topics.inventory(
                "organization-" + cluster.organization,
                1,
                new OrganizationEvent.OrganizationRegistered(
                        cluster.organization,
                        cluster.organization.value(),
                        List.of(fact("/name", text(cluster.organization.value())))));
        cluster.tell(new ClusterEvent.ClusterRegistered(
                cluster.id,
                "CLU01",
                "north",
                List.of(fact("/name", text("CLU01")), fact("/attestations/administrationPack", BooleanNode.FALSE))));
        cluster.tell(new ClusterEvent.NodeJoined(
                cluster.id,
                FactPath.of("nodes", "N1"),
                List.of(
                        fact("/nodes/N1/name", text("N1")),
                        fact("/nodes/N1/domainRole", text("MEMBER_SERVER")),
                        fact("/nodes/N1/terminalServices", BooleanNode.FALSE))));
        cluster.awaitVersion();
        return cluster;
    }

    ClusterId id() {
        return id;
    }

    OrganizationId organization() {
        return organization;
    }

    long version() {
        return version;
    }

    void change(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        FactChange change = new FactChange(FactPath.parse(path), before, after, provenance());
        tell(new ClusterEvent.ClusterFactsChanged(id, List.of(change), "test"));
    }

    private void tell(ClusterEvent event) {
        topics.inventory("cluster-" + id, ++version, event);
    }

    void awaitVersion() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Response report = get("/report?stage=PLAN");
            assertThat(report.statusCode()).isEqualTo(200);
            assertThat(report.jsonPath().getLong("versions.cluster")).isEqualTo(version);
        });
    }

    Response get(String path) {
        return as(Role.COORDINATOR).get("/api/validation/clusters/" + id + path);
    }

    Response post(Role role, String path, String body) {
        return post(Tokens.of(role, "*"), path, body);
    }

    Response post(String token, String path, String body) {
        return with(token).contentType("application/json").body(body).post("/api/validation/clusters/" + id + path);
    }

    static RequestSpecification as(Role role) {
        return with(Tokens.of(role, "*"));
    }

    private static RequestSpecification with(String token) {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    private static Fact fact(String path, JsonNode value) {
        return new Fact(FactPath.parse(path), value, provenance());
    }

    private static Provenance provenance() {
        return new Provenance("test", Instant.now(), "tester", Confidence.OBSERVED);
    }
}
