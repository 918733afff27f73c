package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody listens on without showing a token again. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(LongestStreamTest.ShortStream.class)
class LongestStreamTest extends OnePlayedCluster {

    /** Ends within the patience of a test. */
    public static final class ShortStream implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lockstep.orchestration.longest-stream", "PT1S");
        }
    }

    @TestHTTPResource(Api.ROOT)
    URI api;

    @Test
    void streamOfARolloutThatIsNotOverEnds() throws Exception {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
        String id = Api.post(Api.COORDINATOR, "/rollouts", "{\"planHash\":\"%s\"}".formatted(plan.hash()), 201)
                .path("id");
        HttpRequest listening = HttpRequest.newBuilder(URI.create(api + "/rollouts/" + id + "/events"))
                .header("Authorization", "Bearer " + Api.COORDINATOR)
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(20))
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> ended = client.send(listening, HttpResponse.BodyHandlers.ofString());

            assertThat(ended.statusCode()).isEqualTo(200);
            assertThat(ended.body()).contains("id:1", "rollout-requested");
        }
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("status"))
                .isEqualTo("REQUESTED");
    }
}
