package dev.lockstep.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.Problem;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies larger than any endpoint reads are refused in words, not by a connection that ends. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class OversizedBodyTest {

    private static final byte[] NINE_MEGABYTES = (" ".repeat(9 << 20) + "{}").getBytes(StandardCharsets.UTF_8);

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(Named.of("of a stated length", BodyPublishers.ofByteArray(NINE_MEGABYTES))),
                Arguments.of(Named.of(
                        "in chunks", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(NINE_MEGABYTES)))));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void areProblems(BodyPublisher body) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:%d/api/inventory/imports?site=oslo".formatted(RestAssured.port)))
                            .header("Authorization", "Bearer " + Tokens.of(Role.INVENTORY_EDITOR, "*"))
                            .header("Content-Type", "application/json")
                            .POST(body)
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith(Problem.MEDIA_TYPE));
            JsonNode problem = ContractJson.mapper().readTree(answer.body());
            assertThat(problem.path("type").asText()).isEqualTo("urn:lockstep:problem:too-large");
        }
    }
}
