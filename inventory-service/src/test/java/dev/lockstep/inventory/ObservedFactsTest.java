package dev.lockstep.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tool showed to a person, as it comes in by HTTP. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ObservedFactsTest {

    private static final String EDITOR = Tokens.of(Role.INVENTORY_EDITOR, "*");
    private static final String DC1 = "/schemaRangeUpper/dc1.corp.contoso.com";

    @Test
    void whatWasSeenIsRecordedWithItsSourceAndItsTime() {
        imported("Looked");
        String moment = Instant.now().minusSeconds(60).toString();

        Response answer = observed(
                "looked",
                observation(moment)
                        .with(DC1, JsonNodeFactory.instance.numberNode(6870))
                        .with("/mode", JsonNodeFactory.instance.textNode("NATIVE"))
                        .with("/servers/MAILA/build", JsonNodeFactory.instance.textNode("6.5.7638"))
                        .body("/servers"));

        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getList("events.type", String.class))
                .containsExactly(
                        "lockstep.inventory.organization-member-added.v1",
                        "lockstep.inventory.organization-facts-changed.v1",
                        "lockstep.inventory.organization-facts-confirmed.v1");
        JsonPath fact = fact("looked", DC1);
        assertThat(fact.getInt("items[0].value")).isEqualTo(6870);
        assertThat(fact.getString("items[0].provenance.confidence")).isEqualTo("OBSERVED");
        assertThat(fact.getString("items[0].provenance.source")).isEqualTo("ldap dc1: something");
        assertThat(fact.getString("items[0].provenance.recordedBy")).isEqualTo("inventory-editor");
        assertThat(Instant.parse(fact.getString("items[0].provenance.observedAt")))
                .isEqualTo(Instant.parse(moment));
        assertThat(fact("looked", "/domains/corp.contoso.com/netbios").getString("items[0].provenance.confidence"))
                .isEqualTo("IMPORTED");
    }

    @Test
    void whatIsMissingFromACompleteListIsGone() {
        imported("Listed");
        String now = Instant.now().toString();
        observed(
                        "listed",
                        observation(now)
                                .with("/servers/MAILA/build", JsonNodeFactory.instance.textNode("6.5.7638"))
                                .with("/servers/MAILB/build", JsonNodeFactory.instance.textNode("6.5.7638"))
                                .body("/servers"))
                .then()
                .statusCode(200);

        observed(
                        "listed",
                        observation(Instant.now().toString())
                                .with("/servers/MAILB/build", JsonNodeFactory.instance.textNode("6.5.7638"))
                                .body("/servers"))
                .then()
                .statusCode(200);

        assertThat(fact("listed", "/servers").getList("items.path", String.class))
                .containsExactly("/servers/MAILB/build", "/servers/MAILB/name");
    }

    @Test
    void whatWasSeenLaterStaysAsItIs() {
        imported("Late");
        Instant now = Instant.now();
        observed(
                "late",
                observation(now.toString())
                        .with(DC1, JsonNodeFactory.instance.numberNode(6870))
                        .body());

        observed(
                "late",
                observation(now.minusSeconds(3600).toString())
                        .with(DC1, JsonNodeFactory.instance.numberNode(0))
                        .body());

        assertThat(fact("late", DC1).getInt("items[0].value")).isEqualTo(6870);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/mode|\"SOMETIMES\"|/facts/0/value",
                "/nothing/of/this|1|/facts/0/value",
                "/servers/MAILA/name|\"MAILB\"|/facts/0/value",
                "/servers|[]|/facts/0/path",
                "/dns|{}|/facts/0/path",
                "mode|\"NATIVE\"|/facts/0/path"
            })
    void whatIsNoFactIsRefusedByItsPlace(String path, String value, String place) throws Exception {
        imported("Refused");

        Response answer = observed(
                "refused",
                observation(Instant.now().toString())
                        .with(path, new ObjectMapper().readTree(value))
                        .body());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("errors[0].place")).startsWith(place);
    }

    @Test
    void theFutureAListOfNothingAndAForeignOrganizationAreRefused() {
        imported("Bounds");
        ObjectNode fine = observation(Instant.now().toString())
                .with("/mode", JsonNodeFactory.instance.textNode("NATIVE"))
                .body();

        assertThat(observed(
                                "bounds",
                                observation(Instant.now().plusSeconds(3600).toString())
                                        .with("/mode", JsonNodeFactory.instance.textNode("NATIVE"))
                                        .body())
                        .statusCode())
                .isEqualTo(400);
        assertThat(observed("bounds", fine.deepCopy().put("reason", " ")).statusCode())
                .isEqualTo(400);
        for (String listed : new String[] {"/mode", "/servers/MAILA", "/domains/*/groups", "/dns"}) {
            ObjectNode body = fine.deepCopy();
            body.putArray("listed").add(listed);
            assertThat(observed("bounds", body).statusCode()).as(listed).isEqualTo(400);
        }
        assertThat(observed("nowhere-at-all", fine).statusCode()).isEqualTo(404);
        assertThat(given().header("Authorization", "Bearer " + Tokens.of(Role.INVENTORY_EDITOR, "site:oslo"))
                        .contentType("application/json")
                        .body(fine.toString())
                        .post("/api/inventory/organizations/bounds/observations")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatAClustersToolsShowIsRecordedAlike() {
        imported("Tools");
        String moment = Instant.now().minusSeconds(60).toString();
        ObjectNode seen = observation(moment)
                .with("/groups/EVS1/state", JsonNodeFactory.instance.textNode("ONLINE"))
                .with("/groups/EVS1/resources/Disk E:/state", JsonNodeFactory.instance.textNode("ONLINE"))
                .body("/groups", "/groups/EVS1/resources");

        observedCluster("tools:clu01", EDITOR, seen).then().statusCode(200);
        observedCluster("tools:clu01", EDITOR, seen).then().statusCode(200);

        JsonPath facts = clusterFacts("tools:clu01", "/groups");
        assertThat(facts.getList("items.path", String.class))
                .containsExactly(
                        "/groups/EVS1/name",
                        "/groups/EVS1/resources/Disk E:/name",
                        "/groups/EVS1/resources/Disk E:/state",
                        "/groups/EVS1/state");
        assertThat(facts.getString("items[3].provenance.confidence")).isEqualTo("OBSERVED");
        assertThat(facts.getString("items[3].provenance.source")).isEqualTo("ldap dc1: something");
        assertThat(Instant.parse(facts.getString("items[3].provenance.observedAt")))
                .isEqualTo(Instant.parse(moment));

        observedCluster(
                        "tools:clu01",
                        EDITOR,
                        observation(Instant.now().toString())
                                .with("/groups/EVS1/state", JsonNodeFactory.instance.textNode("OFFLINE"))
                                .body("/groups", "/groups/EVS1/resources"))
                .then()
                .statusCode(200);

        assertThat(clusterFacts("tools:clu01", "/groups/EVS1/resources").getList("items.path", String.class))
                .containsExactly("/groups/EVS1/resources");
    }

    @Test
    void aForeignClusterAndOneThatDoesNotExistAreRefused() {
        imported("Foreign");
        ObjectNode seen = observation(Instant.now().toString())
                .with("/formed", JsonNodeFactory.instance.booleanNode(true))
                .body();

        assertThat(observedCluster("foreign:clu01", Tokens.of(Role.INVENTORY_EDITOR, "site:bergen"), seen)
                        .statusCode())
                .isEqualTo(403);
        assertThat(observedCluster("foreign:clu01", Tokens.of(Role.OPERATOR, "*"), seen)
                        .statusCode())
                .isEqualTo(403);
        assertThat(observedCluster("foreign:clu77", EDITOR, seen).statusCode()).isEqualTo(404);
    }

    private static Response observedCluster(String cluster, String token, ObjectNode body) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body.toString())
                .post("/api/inventory/clusters/" + cluster + "/observations");
    }

    private static JsonPath clusterFacts(String cluster, String prefix) {
        return given().header("Authorization", "Bearer " + EDITOR)
                .queryParam("prefix", prefix)
                .get("/api/inventory/clusters/" + cluster + "/facts")
                .jsonPath();
    }

    private record Observation(ObjectNode json, ArrayNode facts) {

        Observation with(String path, JsonNode value) {
            facts.addObject()
                    .put("path", path)
                    .put("source", "ldap dc1: something")
                    .set("value", value);
            return this;
        }

        ObjectNode body(String... listed) {
            ArrayNode collections = json.putArray("listed");
            for (String each : listed) {
                collections.add(each);
            }
            return json;
        }
    }

    private static Observation observation(String moment) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("reason", "collected").put("observedAt", moment);
        return new Observation(json, json.putArray("facts"));
    }

    private static JsonPath fact(String organization, String prefix) {
        return given().header("Authorization", "Bearer " + EDITOR)
                .queryParam("prefix", prefix)
                .get("/api/inventory/organizations/" + organization + "/facts")
                .jsonPath();
    }

    private static void imported(String organization) {
        given().header("Authorization", "Bearer " + EDITOR)
                .contentType("application/json")
                .body(Documents.of(organization, "CLU01", 1, 0).toString())
                .post("/api/inventory/imports?site=oslo")
                .then()
                .statusCode(200);
    }

    private static Response observed(String organization, ObjectNode body) {
        return given().header("Authorization", "Bearer " + EDITOR)
                .contentType("application/json")
                .body(body.toString())
                .post("/api/inventory/organizations/" + organization + "/observations");
    }
}
