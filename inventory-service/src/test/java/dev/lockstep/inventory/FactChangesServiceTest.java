package dev.lockstep.inventory;

import static dev.lockstep.inventory.InventoryRequests.change;
import static dev.lockstep.inventory.InventoryRequests.editor;
import static dev.lockstep.inventory.InventoryRequests.importing;
import static dev.lockstep.inventory.InventoryRequests.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Problem;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Single facts that people state, and what the history says of them. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class FactChangesServiceTest {

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
    void aRepeatedChangeIsAnsweredAsDoneAlthoughTheRecordHasMovedOn() {
        importing("oslo", Documents.of("Repeated", "CLU01", 1, 0)).then().statusCode(200);
        UUID key = UUID.randomUUID();

        Response first = repeatable(key);
        change(
                        "repeated:clu01",
                        "{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\", \"value\": 1}]}")
                .then()
                .statusCode(200);
        Response again = repeatable(key);
        Response another = repeatable(UUID.randomUUID());

        first.then().statusCode(200).header("ETag", "\"3\"");
        again.then().statusCode(200).header("ETag", "\"4\"");
        assertThat(again.jsonPath().getList("events")).isEmpty();
        another.then().statusCode(412);
        assertThat(json(editor().get("/api/inventory/clusters/repeated:clu01/facts?prefix=/nodes/E2K3-N1/os/sp"))
                        .at("/items/0/value")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void aChangeThatUsesANameThatNobodyHasLeavesNothingBehind() {
        importing("oslo", Documents.of("Dangling", "CLU01", 1, 1)).then().statusCode(200);
        String version = editor().get("/api/inventory/clusters/dangling:clu01").header("ETag");

        Response dangling = change(
                "dangling:clu01",
                "{\"reason\": \"r\", \"changes\": [{\"path\": \"/disks/Disk 1/hostDisk\", \"value\": \"Disk 9\"}]}");

        dangling.then().statusCode(400);
        assertThat(dangling.asString()).contains("/cluster/disks/0/hostDisk", "Disk 1");
        editor().get("/api/inventory/clusters/dangling:clu01").then().header("ETag", version);
    }

    private static Response repeatable(UUID key) {
        return editor().header("Idempotency-Key", key)
                .header("If-Match", "\"2\"")
                .contentType("application/json")
                .body("{\"reason\": \"r\", \"changes\": [{\"path\": \"/nodes/E2K3-N1/os/sp\", \"value\": 2}]}")
                .post("/api/inventory/clusters/repeated:clu01/facts");
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
}
