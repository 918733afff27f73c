package dev.lockstep.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A person's word that facts are still so, as it comes in by HTTP. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class AttestedFactsTest {

    private static final String EDITOR = Tokens.of(Role.INVENTORY_EDITOR, "*");
    private static final String OPERATOR = Tokens.of(Role.OPERATOR, "site:oslo");

    @Test
    void anOperatorMakesImportedFactsFreshAgainWithoutChangingThem() {
        imported("Attested");

        Response answer = attested(OPERATOR, "{\"reason\":\"asked the owner\",\"paths\":[\"/nodes/E2K3-N1/os\"]}");

        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getList("events.type", String.class))
                .containsExactly("lockstep.inventory.cluster-facts-confirmed.v1");
        assertThat(answer.jsonPath().getString("events[0].reason")).isEqualTo("asked the owner");
        JsonPath fact = given().header("Authorization", "Bearer " + OPERATOR)
                .queryParam("prefix", "/nodes/E2K3-N1/os/sp")
                .get("/api/inventory/clusters/attested:clu01/facts")
                .jsonPath();
        assertThat(fact.getInt("items[0].value")).isEqualTo(1);
        assertThat(fact.getString("items[0].provenance.confidence")).isEqualTo("ATTESTED");
        assertThat(fact.getString("items[0].provenance.recordedBy")).isEqualTo("operator");
    }

    @Test
    void aWordWithoutReasonOrAboutNothingIsRefused() {
        imported("Attested");

        assertThat(attested(OPERATOR, "{\"paths\":[\"/nodes/E2K3-N1/os\"]}").statusCode())
                .isEqualTo(400);
        assertThat(attested(OPERATOR, "{\"reason\":\"r\",\"paths\":[null]}").statusCode())
                .isEqualTo(400);
        Response nothing = attested(OPERATOR, "{\"reason\":\"r\",\"paths\":[\"/nodes/NOBODY\"]}");
        assertThat(nothing.statusCode()).isEqualTo(409);
        assertThat(nothing.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:nothing-to-attest");
        assertThat(attested(Tokens.of(Role.OPERATOR, "site:elsewhere"), "{\"reason\":\"r\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRepeatedWordIsAnsweredAsGivenAlthoughItMovedTheRecordOn() {
        imported("Attested");
        String body = "{\"reason\":\"asked the owner\",\"paths\":[\"/nodes/E2K3-N1/os\"]}";
        String version = given().header("Authorization", "Bearer " + OPERATOR)
                .get("/api/inventory/clusters/attested:clu01")
                .header("ETag");
        UUID key = UUID.randomUUID();

        Response first = attestedOnce(key, version, body);
        Response again = attestedOnce(key, version, body);

        assertThat(first.jsonPath().getList("events")).hasSize(1);
        again.then().statusCode(200).header("ETag", first.header("ETag"));
        assertThat(again.jsonPath().getList("events")).isEmpty();
        assertThat(attestedOnce(UUID.randomUUID(), version, body).statusCode()).isEqualTo(412);
    }

    private static Response attestedOnce(UUID key, String version, String body) {
        return given().header("Authorization", "Bearer " + OPERATOR)
                .header("Idempotency-Key", key)
                .header("If-Match", version)
                .contentType("application/json")
                .body(body)
                .post("/api/inventory/clusters/attested:clu01/attestations");
    }

    private static void imported(String organization) {
        given().header("Authorization", "Bearer " + EDITOR)
                .contentType("application/json")
                .body(Documents.of(organization, "CLU01", 1, 0).toString())
                .post("/api/inventory/imports?site=oslo")
                .then()
                .statusCode(200);
    }

    private static Response attested(String token, String body) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post("/api/inventory/clusters/attested:clu01/attestations");
    }
}
