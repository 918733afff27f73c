package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** What is no id is named, instead of saying that there is nothing. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class MalformedIdTest {

    @Test
    void aMalformedIdIsNamed() {
        Response answer = Api.get(Api.COORDINATOR, "/rollouts/not-an-id");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.<String>path("type")).isEqualTo("urn:lockstep:problem:malformed-id");
        assertThat(answer.<String>path("detail")).contains("not-an-id");
    }
}
