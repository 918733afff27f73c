package dev.lockstep.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An approver's confirmation of what nobody else may state, as it comes in by HTTP. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ConfirmedFactsTest {

    private static final String EDITOR = Tokens.of(Role.INVENTORY_EDITOR, "*");
    private static final String FULL_ADMINISTRATOR = "EXCHANGE_FULL_ADMINISTRATOR@organization:confirmed";
    private static final String BODY = "{\"reason\":\"looked it up\",\"changes\":"
            + "[{\"path\":\"/evs/EVSA/laterUpgradeConfirmedFor\",\"value\":\"MAILA.corp\"}]}";

    @Test
    void anApproverWithTheRoleAtTheOrganizationConfirms() {
        imported();

        Response answer = confirmed(approver("site:oslo", FULL_ADMINISTRATOR, recent -> {}), BODY);

        answer.then().statusCode(200);
        JsonPath fact = given().header("Authorization", "Bearer " + EDITOR)
                .queryParam("prefix", "/evs/EVSA/laterUpgradeConfirmedFor")
                .get("/api/inventory/clusters/confirmed:clu01/facts")
                .jsonPath();
        assertThat(fact.getString("items[0].value")).isEqualTo("MAILA.corp");
        assertThat(fact.getString("items[0].provenance.recordedBy")).isEqualTo("approver");
        assertThat(fact.getString("items[0].provenance.confidence")).isEqualTo("ATTESTED");
    }

    @Test
    void whoIsNotEntitledIsRefusedWithTheReason() {
        imported();
        String group = "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:confirmed/First";

        assertThat(problem(confirmed(approver("site:oslo", group, token -> {}), BODY), 403))
                .isEqualTo("delegation-missing");
        assertThat(problem(confirmed(approver("site:paris", FULL_ADMINISTRATOR, token -> {}), BODY), 403))
                .isEqualTo("scope-missing");
        assertThat(problem(confirmed(EDITOR, BODY), 403)).isEqualTo("role-missing");
        assertThat(problem(
                        confirmed(
                                approver(
                                        "site:oslo",
                                        FULL_ADMINISTRATOR,
                                        token -> token.put(
                                                "auth_time", Instant.now().getEpochSecond() - 3_600)),
                                BODY),
                        401))
                .isEqualTo("insufficient-user-authentication");
    }

    @Test
    void editorsCannotRecordItByAnyWay() {
        imported();

        Response edited = given().header("Authorization", "Bearer " + EDITOR)
                .contentType("application/json")
                .body(BODY)
                .post("/api/inventory/clusters/confirmed:clu01/facts");
        assertThat(problem(edited, 409)).isEqualTo("approvers-fact");
        assertThat(edited.jsonPath().getString("place")).isEqualTo("/evs/EVSA/laterUpgradeConfirmedFor");
        ObjectNode document = Documents.of("Smuggled" + UUID.randomUUID(), "CLU01", 1, 0);
        ((ObjectNode) document.path("cluster"))
                .putArray("evs")
                .addObject()
                .put("name", "EVSA")
                .put("laterUpgradeConfirmedFor", "MAILA.corp");
        Response smuggled = given().header("Authorization", "Bearer " + EDITOR)
                .contentType("application/json")
                .body(document.toString())
                .post("/api/inventory/imports?site=oslo");
        assertThat(problem(smuggled, 409)).isEqualTo("approvers-fact");
    }

    @Test
    void aPlanIsNoConfirmation() {
        imported();

        Response answer = confirmed(
                approver("site:oslo", FULL_ADMINISTRATOR, token -> {}),
                BODY.replace("{\"reason\"", "{\"confidence\":\"PLANNED\",\"reason\""));

        answer.then().statusCode(400);
        assertThat(answer.jsonPath().getString("errors[0].place")).isEqualTo("/confidence");
    }

    private static String problem(Response answer, int status) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        return answer.jsonPath().getString("type").replace("urn:lockstep:problem:", "");
    }

    private static String approver(String scope, String delegation, Consumer<ObjectNode> change) {
        return Tokens.with("approver", claims -> {
            claims.putObject("realm_access").putArray("roles").add(Role.APPROVER.code());
            claims.putArray("lockstep_scopes").add(scope);
            claims.putArray("lockstep_delegations").add(delegation);
            change.accept(claims);
        });
    }

    private static Response confirmed(String token, String body) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post("/api/inventory/clusters/confirmed:clu01/confirmations");
    }

    private static void imported() {
        ObjectNode document = Documents.of("Confirmed", "CLU01", 1, 0);
        ((ObjectNode) document.path("cluster")).putArray("evs").addObject().put("name", "EVSA");
        given().header("Authorization", "Bearer " + EDITOR)
                .contentType("application/json")
                .body(document.toString())
                .post("/api/inventory/imports?site=oslo")
                .then()
                .statusCode(200);
    }
}
