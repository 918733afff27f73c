package dev.lockstep.orchestration.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.service.testing.Tokens;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;

/** The service's API as its callers use it. */
final class Api {

    static final String ROOT = "/api/orchestration";
    static final String COORDINATOR = Tokens.of(Role.COORDINATOR, "*");
    static final String OPERATOR = Tokens.of(Role.OPERATOR, "*");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Api() {}

    static Response get(String token, String path) {
        return given().header("Authorization", "Bearer " + token).get(ROOT + path);
    }

    /** A request whose path is encoded already. */
    static Response encoded(String token, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token)
                .get(ROOT + path);
    }

    static Response post(String token, String path, String body, int status) {
        Response response = given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post(ROOT + path);
        assertThat(response.statusCode()).as(path + ": " + response.asString()).isEqualTo(status);
        return response;
    }

    static void refused(String token, String path, String body, int status, String type) {
        assertThat(post(token, path, body, status).<String>path("type")).isEqualTo("urn:lockstep:problem:" + type);
    }

    static String json(Object value) {
        try {
            return ContractJson.mapper().writeValueAsString(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void decide(String rollout, String step, String decision, String reason) {
        post(
                OPERATOR,
                "/rollouts/%s/steps/%s/decisions".formatted(rollout, step),
                "{\"decision\":\"%s\",\"reason\":\"%s\"}".formatted(decision, reason),
                200);
    }

    static void attest(String rollout, String step, String outcome, String evidence) {
        post(
                OPERATOR,
                "/rollouts/%s/steps/%s/attestations".formatted(rollout, step),
                "{\"attempt\":1,\"outcome\":\"%s\",\"evidence\":\"%s\"}".formatted(outcome, evidence),
                200);
    }

    static void awaitStatus(String rollout, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get(COORDINATOR, "/rollouts/" + rollout).<String>path("status"))
                        .isEqualTo(status));
    }

    static void awaitStatus(String rollout, String step, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(COORDINATOR, "/rollouts/" + rollout)
                                .<String>path("steps.find { it.id == '%s' }.status".formatted(step)))
                        .isEqualTo(status));
    }
}
