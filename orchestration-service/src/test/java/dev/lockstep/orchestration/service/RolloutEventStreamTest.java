package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The events of a rollout as they happen, over real HTTP. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RolloutEventStreamTest {

    @Inject
    Plans plans;

    @Inject
    InventoryView inventory;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource
    URI service;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PlayedSite site = new PlayedSite(
            new ClusterId("org%s:clu".formatted(UUID.randomUUID().toString().substring(0, 8))));
    private PlayedPlatform platform;
    private String rollout = "";

    @BeforeEach
    void begin() {
        platform = new PlayedPlatform(bootstrapServers);
        platform.register(site.cluster, site.site);
        platform.start();
        site.awaitKnown(inventory);
        Plan plan = site.keep(SmallPlan.of(site.cluster, Repeatability.IDEMPOTENT), plans, inventory);
        rollout = site.started(plan);
    }

    @AfterEach
    void end() {
        platform.close();
        http.shutdownNow();
    }

    private record Message(long id, String event, String data) {}

    /** Messages of a stream, as they come. */
    private static final class Messages implements AutoCloseable {

        private final InputStream body;

        Messages(InputStream body) {
            this.body = body;
        }

        /** Reads messages until one is of a type, or the stream ends. */
        List<Message> until(String type) throws IOException {
            List<Message> messages = new ArrayList<>();
            long id = 0;
            String event = "";
            StringBuilder data = new StringBuilder();
            for (String line = line(); line != null; line = line()) {
                if (line.startsWith("id:")) {
                    id = Long.parseLong(line.substring(3).strip());
                } else if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    messages.add(new Message(id, event, data.toString()));
                    data.setLength(0);
                    if (event.equals(type)) {
                        return messages;
                    }
                }
            }
            return messages;
        }

        private @Nullable String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = body.read(); next >= 0; next = body.read()) {
                if (next == '\n') {
                    return line.toString();
                }
                line.append((char) next);
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private HttpResponse<InputStream> follow(String token, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        service.resolve(Api.ROOT + "/rollouts/" + rollout + "/events"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    @Test
    void whatHappensIsToldAtOnceAndAListenerGoesOnWhereItStopped() throws Exception {
        HttpResponse<InputStream> answer = follow(Api.COORDINATOR, null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        List<Message> seen;
        try (Messages messages = new Messages(answer.body())) {
            seen = messages.until("lockstep.orchestration.task-created.v1");
            site.look(rollout, SmallPlan.CHECK);
            seen.addAll(messages.until("lockstep.orchestration.step-completed.v1"));
        }
        long last = seen.getLast().id();

        Api.post(Api.COORDINATOR, "/rollouts/%s/abort".formatted(rollout), "{\"reason\":\"enough\"}", 200);
        List<Message> rest;
        try (Messages messages =
                new Messages(follow(Api.COORDINATOR, Long.toString(last)).body())) {
            rest = messages.until("no such event: to the end of the stream");
        }

        assertThat(seen.getFirst().event()).isEqualTo("lockstep.orchestration.rollout-requested.v1");
        assertThat(rest.getLast().event()).isEqualTo("lockstep.orchestration.rollout-aborted.v1");
        List<Message> all = new ArrayList<>(seen);
        all.addAll(rest);
        assertThat(all)
                .extracting(Message::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, all.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        for (Message message : all) {
            assertThat(ContractJson.mapper()
                            .readTree(message.data())
                            .path("type")
                            .asText())
                    .isEqualTo(message.event());
        }
    }

    @Test
    void whoMayNotReadTheRolloutIsRefusedBeforeAnyEvent() throws Exception {
        for (String token : List.of(Tokens.of(Role.COORDINATOR, "site:elsewhere"), Tokens.with("nobody", _ -> {}))) {
            HttpResponse<InputStream> answer = follow(token, null);

            try (InputStream body = answer.body()) {
                assertThat(answer.statusCode()).isEqualTo(403);
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("urn:lockstep:problem:")
                        .doesNotContain("rollout-requested");
            }
        }
    }

    @Test
    void anIdThatWasNeverGivenIsAMistake() throws Exception {
        HttpResponse<InputStream> answer = follow(Api.COORDINATOR, "yesterday");

        try (InputStream body = answer.body()) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("Last-Event-ID");
        }
    }
}
