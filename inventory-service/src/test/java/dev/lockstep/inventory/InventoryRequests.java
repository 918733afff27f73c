package dev.lockstep.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.service.testing.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;

/** Requests to the service under test. */
final class InventoryRequests {

    private InventoryRequests() {}

    static Response importing(String site, ObjectNode document) {
        return importing(site, document.toString(), "application/json");
    }

    static Response importing(String site, String document, String type) {
        return editor().contentType(type).body(document).post("/api/inventory/imports?site=" + site);
    }

    static Response change(String cluster, String body) {
        return editor().contentType("application/json")
                .body(body)
                .post("/api/inventory/clusters/" + cluster + "/facts");
    }

    static List<String> ids(String path, String scope) {
        return as(Role.OPERATOR, scope)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }

    static RequestSpecification editor() {
        return as(Role.INVENTORY_EDITOR, "*");
    }

    static RequestSpecification as(Role role, String... scopes) {
        return given().header("Authorization", "Bearer " + Tokens.of(role, scopes));
    }

    static JsonNode json(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        try {
            return ContractJson.mapper().readTree(response.asByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
