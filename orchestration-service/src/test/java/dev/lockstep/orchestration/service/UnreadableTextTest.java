package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Halves of characters and U+0000 are mistakes of the request, wherever they stand. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class UnreadableTextTest extends OnePlayedCluster {

    @Test
    void inParameters() {
        for (String path : List.of(
                "/plans/%00",
                "/plans?cluster=%00",
                "/rollouts?cluster=a%00b",
                "/rollouts?status=%00",
                "/attended-work?site=%00",
                "/rollouts?after=AA")) {
            var answer = Api.encoded(Api.COORDINATOR, path);
            assertThat(answer.statusCode()).as(path + ": " + answer.asString()).isEqualTo(400);
            assertThat(answer.<String>path("type")).isEqualTo("urn:lockstep:problem:invalid-request");
        }
    }

    @Test
    void inBodies() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));

        for (String half : List.of("\\ud800", "\\udc00", "a\\u0000b")) {
            Api.refused(
                    Api.COORDINATOR,
                    "/rollouts/%s/abort".formatted(id),
                    "{\"reason\":\"%s\"}".formatted(half),
                    400,
                    "invalid-request");
            Api.refused(Api.COORDINATOR, "/rollouts", "{\"planHash\":\"%s\"}".formatted(half), 400, "invalid-request");
            Api.refused(
                    site.runner,
                    "/runner/tasks/lease",
                    "{\"runner\":\"%s\",\"site\":\"%s\",\"patience\":\"PT0S\"}".formatted(half, site.site),
                    400,
                    "invalid-request");
        }
    }
}
