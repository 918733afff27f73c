package dev.lockstep.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.Problem;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class InventoryServiceTest {

    private static final Path SCENARIO = Path.of("../lab/src/main/resources/scenarios/contoso-clu01.yaml");

    @BeforeAll
    static void bodiesAreBytes() {
        RestAssured.config = RestAssured.config()
                .encoderConfig(RestAssured.config()
                        .getEncoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .defaultContentCharset(StandardCharsets.UTF_8)
                        .encodeContentTypeAs("application/yaml", ContentType.TEXT)
                        .encodeContentTypeAs("image/png", ContentType.TEXT));
    }

    @Test
    void theDemonstrationsDocumentGoesInAndComesOutTheSame() throws IOException {
        String yaml = Files.readString(SCENARIO).replace("name: Contoso", "name: Demonstration");
        importing("demo", yaml, "application/yaml").then().statusCode(200);

        String exported = editor().accept("application/yaml")
                .get("/api/inventory/clusters/demonstration:clu01/document")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        JsonNode again = json(importing("demo", exported, "application/yaml"));
        JsonNode asJson = json(editor().get("/api/inventory/clusters/demonstration:clu01/document?format=json"));
        JsonNode onceMore = json(importing("demo", asJson.toString(), "application/json"));

        assertThat(again.at("/cluster/events")).isEmpty();
        assertThat(again.at("/organization/events")).isEmpty();
        assertThat(onceMore.at("/cluster/events")).isEmpty();
        assertThat(asJson.at("/cluster/nodes")).hasSize(4);
        assertThat(asJson.at("/cluster/disks")).hasSize(22);
        assertThat(asJson.at("/cluster/evs")).hasSize(3);
    }

    @Test
    void aDryRunShowsTheChangesAndRecordsNothing() {
        ObjectNode document = Documents.of("DryRun", "CLU01", 2, 1);
        importing("oslo", document).then().statusCode(200);
        ((ObjectNode) document.at("/cluster/nodes/0/os")).put("sp", 2);

        JsonNode answer = json(editor().body(document.toString())
                .contentType("application/json")
                .post("/api/inventory/imports?dryRun=true"));
        JsonNode fact = json(editor().queryParam("prefix", "/nodes/E2K3-N1/os/sp")
                .get("/api/inventory/clusters/dryrun:clu01/facts"));

        assertThat(answer.at("/dryRun").booleanValue()).isTrue();
        assertThat(answer.at("/cluster/events/0/changes/0/path").textValue()).isEqualTo("/nodes/E2K3-N1/os/sp");
        assertThat(answer.at("/cluster/events/0/changes/0/before").intValue()).isEqualTo(1);
        assertThat(answer.at("/cluster/events/0/changes/0/after").intValue()).isEqualTo(2);
        assertThat(fact.at("/items/0/value").intValue()).isEqualTo(1);
    }

    @Test
    void everyMistakeOfADocumentIsNamedAndNothingOfItIsRecorded() {
        ObjectNode document = Documents.of("Mistaken", "CLU01", 2, 0);
        ((ObjectNode) document.path("cluster")).put("colour", "green");
        ((ObjectNode) document.at("/cluster/nodes/0/os")).put("sp", "one");

        Response refused = importing("oslo", document);

        refused.then().statusCode(422).contentType(Problem.MEDIA_TYPE);
        assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:invalid-document");
        assertThat(refused.jsonPath().getList("errors.place", String.class))
                .containsExactlyInAnyOrder("/cluster/colour", "/cluster/nodes/0/os/sp");
        assertThat(refused.jsonPath().getList("errors.remedy", String.class)).allMatch(remedy -> !remedy.isBlank());
        editor().get("/api/inventory/clusters/mistaken:clu01").then().statusCode(404);
        editor().get("/api/inventory/organizations/mistaken").then().statusCode(404);
    }

    @Test
    void badBodiesAreRefusedAndNeverAnsweredWith500() {
        String duplicate = Documents.of("Twice", "CLU01", 1, 0)
                .toString()
                .replace("\"mode\":\"NATIVE\"", "\"mode\":\"NATIVE\",\"mode\":\"MIXED\"");
        Map<String, Integer> bodies = Map.ofEntries(
                Map.entry("", 422),
                Map.entry("{", 422),
                Map.entry("[]", 422),
                Map.entry("null", 422),
                Map.entry("42", 422),
                Map.entry("{\"organization\": {}, \"cluster\": []}", 422),
                Map.entry("[".repeat(100), 422),
                Map.entry("{\"organization\":".repeat(100), 422),
                Map.entry("a: &x [1]\nb: *x", 422),
                Map.entry(duplicate, 422),
                Map.entry(Documents.of("Colon:Name", "CLU01", 1, 0).toString(), 422),
                Map.entry(Documents.of("  ", "CLU01", 1, 0).toString(), 422),
                Map.entry(Documents.of("Long", "C".repeat(200), 1, 0).toString(), 422),
                Map.entry("\u0000\u0001", 422));
        for (Map.Entry<String, Integer> body : bodies.entrySet()) {
            for (String type : List.of("application/json", "application/yaml")) {
                Response answer = importing("oslo", body.getKey(), type);
                assertThat(answer.statusCode())
                        .as("%s as %s: %s", abbreviated(body.getKey()), type, answer.asString())
                        .isEqualTo(body.getValue());
                assertThat(answer.contentType()).startsWith(Problem.MEDIA_TYPE);
            }
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAsTooLarge() {
        Response answer = importing("oslo", " ".repeat(6 * 1024 * 1024), "application/json");

        answer.then().statusCode(413).contentType(Problem.MEDIA_TYPE);
        assertThat(answer.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:too-large");
    }

    @Test
    void moreFactsThanOneEventHoldsAreRecorded() {
        ObjectNode document = Documents.of("Huge", "CLU01", 1, 0);
        ObjectNode accounts = ((ObjectNode) document.path("organization")).putObject("accounts");
        for (int i = 0; i < 4_000; i++) {
            accounts.putObject("CORP\\account-%05d".formatted(i))
                    .put("type", "DOMAIN_USER")
                    .putArray("groups")
                    .add("CORP\\" + "group".repeat(40));
        }

        JsonNode answer = json(importing("oslo", document));

        assertThat(answer.at("/organization/version").longValue()).isGreaterThan(1);
        assertThat(json(importing("oslo", document)).at("/organization/events")).isEmpty();
    }

    @Test
    void textInEveryScriptSurvives() {
        ObjectNode document = Documents.of("Ålesund Ελλάς 組織 مؤسسة", "CLU01", 1, 0);
        ((ObjectNode) document.path("organization"))
                .putArray("administrativeGroups")
                .add("Группа 一 🏢 עברית");

        JsonNode imported = json(importing("oslo", document));
        JsonNode exported = json(editor().get(
                        "/api/inventory/clusters/{id}/document",
                        imported.at("/cluster/id").textValue()));

        assertThat(imported.at("/organization/id").textValue()).isEqualTo("ålesund ελλάς 組織 مؤسسة");
        assertThat(exported).isEqualTo(document);
    }

    @Test
    void eightNodesAndFortyThreeDisks() {
        JsonNode imported = json(importing("oslo", Documents.of("Large", "CLU03", 8, 43)));
        JsonNode cluster = json(editor().get("/api/inventory/clusters/large:clu03"));

        assertThat(imported.at("/cluster/version").longValue()).isEqualTo(1 + 8 + 43);
        assertThat(cluster.at("/nodes")).hasSize(8);
        assertThat(cluster.at("/disks")).hasSize(43);
    }

    @Test
    void aRepeatedRequestHasNoSecondEffect() {
        ObjectNode document = Documents.of("Repeated", "CLU01", 2, 1);
        String key = UUID.randomUUID().toString();
        JsonNode first = json(editor().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(document.toString())
                .post("/api/inventory/imports?site=oslo"));
        ((ObjectNode) document.at("/cluster/nodes/0/os")).put("sp", 4);

        JsonNode second = json(editor().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(document.toString())
                .post("/api/inventory/imports?site=oslo"));

        assertThat(second.at("/cluster/version")).isEqualTo(first.at("/cluster/version"));
        assertThat(second.at("/cluster/events")).isEmpty();
    }

    @Test
    void aSingleFactIsChangedWithReasonAndStandsInTheHistory() {
        importing("oslo", Documents.of("Single", "CLU01", 2, 1)).then().statusCode(200);

        Response changed = change("single:clu01", """
                {"reason": "Service pack 2 was installed", "changes": [{"path": "/nodes/E2K3-N1/os/sp", "value": 2}]}""");
        JsonNode history = json(editor().get("/api/inventory/clusters/single:clu01/history?limit=2"));
        JsonNode last = history;
        while (last.hasNonNull("next")) {
            last = json(editor().get("/api/inventory/clusters/single:clu01/history?limit=2&after="
                    + last.path("next").textValue()));
        }
        JsonNode entry = last.path("items").get(last.path("items").size() - 1);

        changed.then().statusCode(200).header("ETag", "\"5\"");
        assertThat(history.path("items")).hasSize(2);
        assertThat(entry.path("reason").textValue()).isEqualTo("Service pack 2 was installed");
        assertThat(entry.path("actor").textValue()).isEqualTo("inventory-editor");
        assertThat(entry.at("/changes/0/before").intValue()).isEqualTo(1);
        assertThat(entry.at("/changes/0/after").intValue()).isEqualTo(2);
        assertThat(entry.at("/changes/0/provenance/confidence").textValue()).isEqualTo("ATTESTED");
    }

    @Test
    void changesThatDoNotFitAreRefused() {
        importing("oslo", Documents.of("Refused", "CLU01", 1, 0)).then().statusCode(200);
        Map<String, Integer> bodies = Map.ofEntries(
                Map.entry("{", 400),
                Map.entry("[]", 400),
                Map.entry("{\"reason\": 7, \"surprise\": true}", 400),
                Map.entry("{\"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\", \"value\": 2}]}", 400),
                Map.entry("{\"reason\": \"r\", \"changes\": []}", 400),
                Map.entry("{\"reason\": \"r\", \"changes\": [null]}", 400),
                Map.entry("{\"reason\": \"r\", \"changes\": [{\"path\": \"nodes\", \"value\": 2}]}", 400),
                Map.entry(
                        "{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\", \"value\": \"two\"}]}",
                        400),
                Map.entry(
                        "{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/colour\", \"value\": 2}]}", 400),
                Map.entry("{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\"}]}", 400),
                Map.entry("{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/N9/os/sp\", \"value\": 2}]}", 409),
                Map.entry(
                        "{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/name\", \"value\": \"N7\"}]}",
                        409),
                Map.entry(
                        "{\"reason\": \"r\", \"confidence\": \"OBSERVED\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\", \"value\": 2}]}",
                        400));

        bodies.forEach((body, status) -> {
            Response answer = change("refused:clu01", body);
            assertThat(answer.statusCode())
                    .as("%s: %s", body, answer.asString())
                    .isEqualTo(status);
            assertThat(answer.contentType()).startsWith(Problem.MEDIA_TYPE);
        });
        assertThat(json(editor().get("/api/inventory/clusters/refused:clu01"))
                        .path("version")
                        .longValue())
                .isEqualTo(2);
    }

    @Test
    void aChangeOfWhatHasChangedMeanwhileIsRefused() {
        importing("oslo", Documents.of("Stale", "CLU01", 1, 0)).then().statusCode(200);

        Response stale = editor().header("If-Match", "\"1\"")
                .contentType("application/json")
                .body("{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\", \"value\": 2}]}")
                .post("/api/inventory/clusters/stale:clu01/facts");

        stale.then().statusCode(412);
        assertThat(stale.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:changed-meanwhile");
    }

    @Test
    void theDocumentAsItWas() {
        importing("oslo", Documents.of("Past", "CLU01", 1, 0)).then().statusCode(200);
        change("past:clu01", "{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\", \"value\": 2}]}")
                .then()
                .statusCode(200);

        JsonNode before = json(editor().get("/api/inventory/clusters/past:clu01/document?asOf=2"));
        JsonNode after = json(editor().get("/api/inventory/clusters/past:clu01/document"));

        assertThat(before.at("/cluster/nodes/0/os/sp").intValue()).isEqualTo(1);
        assertThat(after.at("/cluster/nodes/0/os/sp").intValue()).isEqualTo(2);
        editor().get("/api/inventory/clusters/past:clu01/document?asOf=2001-01-01T00:00:00Z")
                .then()
                .statusCode(404);
        editor().get("/api/inventory/clusters/past:clu01/document?asOf=yesterday")
                .then()
                .statusCode(400);
    }

    @Test
    void listsHoldWhatTheScopesCoverAndNothingElse() {
        importing("tromso", Documents.of("Visible", "CLU01", 2, 1)).then().statusCode(200);
        importing("bergen", Documents.of("Visible", "CLU02", 1, 0)).then().statusCode(200);

        await().untilAsserted(() -> {
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
        await().untilAsserted(() -> assertThat(ids("/api/inventory/clusters?organization=rebuilt", "*"))
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
    void whatIsWrongWithARequestIsTold() {
        Map<Response, Integer> answers = Map.of(
                editor().get("/api/inventory/nothing-here"), 404,
                editor().delete("/api/inventory/clusters"), 405,
                editor().accept("image/png").get("/api/inventory/clusters"), 406,
                editor().contentType("image/png").body("x").post("/api/inventory/imports?site=oslo"), 415,
                editor().get("/api/inventory/clusters?limit=many"), 400,
                editor().get("/api/inventory/clusters?limit=0"), 400,
                editor().get("/api/inventory/clusters?after=%21%21"), 400,
                editor().get("/api/inventory/clusters/not-an-id"), 400,
                editor().contentType("application/json").body("{}").post("/api/inventory/imports?dryRun=perhaps"), 400);

        answers.forEach((answer, status) -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
            assertThat(answer.contentType()).as(answer.asString()).startsWith(Problem.MEDIA_TYPE);
            assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
            assertThat(answer.jsonPath().getString("type")).startsWith(Problem.TYPE_PREFIX);
        });
    }

    @Test
    void theCorrelationIdComesBack() {
        String id = UUID.randomUUID().toString();

        Response answer = editor().header("X-Correlation-Id", id).get("/api/inventory/clusters");

        assertThat(answer.header("X-Correlation-Id")).isEqualTo(id);
    }

    @Test
    void healthAndMetricsNeedNoToken() {
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        assertThat(given().get("/q/metrics").asString())
                .contains("lockstep_relay_unpublished", "lockstep_consumer_lag", "lockstep_view_lag");
    }

    private static Response importing(String site, ObjectNode document) {
        return importing(site, document.toString(), "application/json");
    }

    private static Response importing(String site, String document, String type) {
        return editor().contentType(type).body(document).post("/api/inventory/imports?site=" + site);
    }

    private static Response change(String cluster, String body) {
        return editor().contentType("application/json")
                .body(body)
                .post("/api/inventory/clusters/" + cluster + "/facts");
    }

    private static List<String> ids(String path, String scope) {
        return as(Role.OPERATOR, scope)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }

    private static RequestSpecification editor() {
        return as(Role.INVENTORY_EDITOR, "*");
    }

    private static RequestSpecification as(Role role, String... scopes) {
        return given().header("Authorization", "Bearer " + Tokens.of(role, scopes));
    }

    private static JsonNode json(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        try {
            return ContractJson.mapper().readTree(response.asByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String abbreviated(String text) {
        return text.substring(0, Math.min(60, text.length()));
    }
}
