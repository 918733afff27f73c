package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.items;
import static dev.lockstep.audit.PublishedHistory.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Legal holds over HTTP, and in the history. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class HoldsTest {

    private static final String ADMINISTRATOR = Tokens.of(Role.ADMINISTRATOR, "*");

    private static Response post(String token, String path, String body) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post("/api/audit" + path);
    }

    private static String place(String token, String kind, String id) {
        Response placed =
                post(token, "/holds", "{\"kind\":\"%s\",\"id\":\"%s\",\"reason\":\"case 7\"}".formatted(kind, id));
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        return placed.jsonPath().getString("hold");
    }

    @Test
    void aHoldIsPlacedSeenAndLiftedBySomebodyElse() {
        String hold = place(AUDITOR, "cluster", "contoso:clu77");

        assertThat(json(AUDITOR, "/holds").findValuesAsText("hold")).contains(hold);
        Response own = post(AUDITOR, "/holds/" + hold + "/lifting", "{\"reason\":\"closed\"}");
        assertThat(own.statusCode()).isEqualTo(403);
        assertThat(own.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:lifter-placed-hold");
        Response lifted = post(ADMINISTRATOR, "/holds/" + hold + "/lifting", "{\"reason\":\"closed\"}");
        assertThat(lifted.statusCode()).as(lifted.asString()).isEqualTo(200);
        assertThat(json(AUDITOR, "/holds").findValuesAsText("hold")).doesNotContain(hold);
        Response again = post(ADMINISTRATOR, "/holds/" + hold + "/lifting", "{\"reason\":\"closed\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:hold-lifted");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(items(AUDITOR, "/entries?type=lockstep.audit.hold-placed.v1&text=" + hold))
                    .hasSize(1);
            assertThat(items(AUDITOR, "/timeline?text=" + hold).stream()
                            .map(happening -> happening.path("what").asText()))
                    .anyMatch(what -> what.contains("lifted the hold " + hold + ": closed"));
        });
        assertThat(json(AUDITOR, "/verification").path("findings")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "person,  anna,          400",
        "cluster, contoso,       400",
        "rollout, r1,            400",
        "cluster, CONTOSO:clu01, 400",
        "cluster, '',            400"
    })
    void whatCannotBeHeldIsRefused(String kind, String id, int status) {
        Response refused =
                post(AUDITOR, "/holds", "{\"kind\":\"%s\",\"id\":\"%s\",\"reason\":\"r\"}".formatted(kind, id));

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
    }

    @Test
    void aHoldThatDoesNotExistIsNotFound() {
        Response refused = post(AUDITOR, "/holds/" + UUID.randomUUID() + "/lifting", "{\"reason\":\"r\"}");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:unknown-hold");
    }

    @Test
    void onlyAuditorsAndAdministratorsOfEverythingHold() {
        String body = "{\"kind\":\"cluster\",\"id\":\"contoso:clu01\",\"reason\":\"r\"}";

        assertThat(post(Tokens.of(Role.OPERATOR, "*"), "/holds", body).statusCode())
                .isEqualTo(403);
        assertThat(post(Tokens.of(Role.AUDITOR, "site:oslo"), "/holds", body).statusCode())
                .isEqualTo(403);
        assertThat(get(Tokens.of(Role.AUDITOR, "organization:contoso"), "/holds")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(Tokens.of(Role.OPERATOR, "*"), "/retention").statusCode())
                .isEqualTo(403);
        JsonNode periods = json(AUDITOR, "/retention");
        assertThat(periods.isArray()).isTrue();
    }
}
