package dev.lockstep.inventory;

import static dev.lockstep.inventory.InventoryRequests.editor;
import static dev.lockstep.inventory.InventoryRequests.importing;
import static dev.lockstep.inventory.InventoryRequests.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Problem;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        assertThat(given().get("/q/metrics").asString())
                .contains("lockstep_relay_unpublished", "lockstep_consumer_lag", "lockstep_view_lag");
    }

    private static String abbreviated(String text) {
        return text.substring(0, Math.min(60, text.length()));
    }
}
