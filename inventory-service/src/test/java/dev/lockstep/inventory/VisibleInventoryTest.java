package dev.lockstep.inventory;

import static dev.lockstep.inventory.InventoryRequests.as;
import static dev.lockstep.inventory.InventoryRequests.editor;
import static dev.lockstep.inventory.InventoryRequests.ids;
import static dev.lockstep.inventory.InventoryRequests.importing;
import static dev.lockstep.inventory.InventoryRequests.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an account sees of the inventory, and what it may change, by its scopes. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class VisibleInventoryTest {

    @Test
    void listsHoldWhatTheScopesCoverAndNothingElse() {
        importing("tromso", Documents.of("Visible", "CLU01", 2, 1)).then().statusCode(200);
        importing("bergen", Documents.of("Visible", "CLU02", 1, 0)).then().statusCode(200);

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(ids("/api/inventory/clusters?organization=visible", "*"))
                    .containsExactly("visible:clu01", "visible:clu02");
            assertThat(ids("/api/inventory/clusters", "site:tromso")).containsExactly("visible:clu01");
            assertThat(ids("/api/inventory/clusters", "organization:visible")).hasSize(2);
            assertThat(ids("/api/inventory/clusters", "site:elsewhere")).isEmpty();
            assertThat(ids("/api/inventory/clusters", "administrative-group:visible/First"))
                    .isEmpty();
            assertThat(ids("/api/inventory/organizations", "site:bergen")).containsExactly("visible");
        });
        JsonNode page = json(editor().get("/api/inventory/clusters?organization=visible&limit=1"));
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.at("/items/0/nodes").intValue()).isEqualTo(2);
        assertThat(page.path("next").textValue()).isNotBlank();
        as(Role.OPERATOR, "site:bergen")
                .get("/api/inventory/clusters/visible:clu01")
                .then()
                .statusCode(403);
        as(Role.OPERATOR, "site:bergen")
                .get("/api/inventory/organizations/visible")
                .then()
                .statusCode(200);
    }

    @Test
    void theOverviewIsBuiltAgainFromTheLog() {
        importing("oslo", Documents.of("Rebuilt", "CLU01", 3, 2)).then().statusCode(200);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(ids("/api/inventory/clusters?organization=rebuilt", "*"))
                        .hasSize(1));

        as(Role.ADMINISTRATOR, "*")
                .post("/api/platform/views/overview/rebuild")
                .then()
                .statusCode(200);

        JsonNode cluster = json(editor().get("/api/inventory/clusters?organization=rebuilt"));
        assertThat(cluster.at("/items/0/nodes").intValue()).isEqualTo(3);
        assertThat(cluster.at("/items/0/disks").intValue()).isEqualTo(2);
    }

    @Test
    void changingWhatAllClustersShareTakesTheOrganizationsScope() {
        importing("oslo", Documents.of("Shared", "CLU01", 1, 0)).then().statusCode(200);
        ObjectNode second = Documents.of("Shared", "CLU02", 1, 0);

        as(Role.INVENTORY_EDITOR, "site:oslo")
                .contentType("application/json")
                .body(second.toString())
                .post("/api/inventory/imports?site=oslo")
                .then()
                .statusCode(200);
        ((ObjectNode) second.path("organization")).put("mode", "MIXED");
        Response refused = as(Role.INVENTORY_EDITOR, "site:oslo")
                .contentType("application/json")
                .body(second.toString())
                .post("/api/inventory/imports?site=oslo");

        refused.then().statusCode(403);
        assertThat(refused.jsonPath().getList("anyOf", String.class)).containsExactly("organization:shared", "*");
    }

    @Test
    void aRepeatedImportDoesNotTakeBackWhatHasChangedSince() {
        importing("oslo", Documents.of("Again", "CLU01", 1, 0)).then().statusCode(200);
        UUID key = UUID.randomUUID();
        ObjectNode mixed = Documents.of("Again", "CLU01", 1, 0);
        ((ObjectNode) mixed.path("organization")).put("mode", "MIXED");

        Response first = importedUnder(key, Documents.of("Again", "CLU02", 1, 0));
        importing("oslo", mixed).then().statusCode(200);
        Response again = importedUnder(key, Documents.of("Again", "CLU02", 1, 0));

        assertThat(first.jsonPath().getList("cluster.events")).isNotEmpty();
        assertThat(first.jsonPath().getList("organization.events")).isEmpty();
        again.then().statusCode(200);
        assertThat(again.jsonPath().getList("cluster.events")).isEmpty();
        assertThat(again.jsonPath().getList("organization.events")).isEmpty();
        assertThat(json(editor().get("/api/inventory/organizations/again/facts?prefix=/mode"))
                        .at("/items/0/value")
                        .textValue())
                .isEqualTo("MIXED");
    }

    private static Response importedUnder(UUID key, ObjectNode document) {
        return editor().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(document.toString())
                .post("/api/inventory/imports?site=oslo");
    }

    @Test
    void aStrangerCannotTellClustersThatExistFromOthers() {
        importing("oslo", Documents.of("Hidden", "CLU01", 1, 0)).then().statusCode(200);
        RequestSpecification stranger = as(Role.INVENTORY_EDITOR, "site:bergen");

        Response existing = stranger.get("/api/inventory/clusters/hidden:clu01");
        Response missing = stranger.get("/api/inventory/clusters/hidden:clu02");
        Response importedAgain = importingWithoutSite(stranger, "CLU01");
        Response importedAnew = importingWithoutSite(stranger, "CLU02");

        assertThat(List.of(existing, missing, importedAgain, importedAnew)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
            assertThat(answer.jsonPath().getList("anyOf", String.class)).containsExactly("organization:hidden", "*");
        });
        importingWithoutSite(as(Role.INVENTORY_EDITOR, "organization:hidden"), "CLU02")
                .then()
                .statusCode(400);
    }

    private static Response importingWithoutSite(RequestSpecification account, String cluster) {
        return account.contentType("application/json")
                .body(Documents.of("Hidden", cluster, 1, 0).toString())
                .post("/api/inventory/imports");
    }
}
