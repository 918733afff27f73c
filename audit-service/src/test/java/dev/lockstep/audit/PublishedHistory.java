package dev.lockstep.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.history.certificate.HistoryEntry;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.service.testing.Tokens;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A history that was published to the service, and how to ask for it. */
final class PublishedHistory {

    static final UUID ROLLOUT = UUID.fromString("6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11");
    static final UUID ELSEWHERE = UUID.fromString("6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b12");
    static final ClusterId FABRIKAM = new ClusterId("fabrikam:clu09");
    static final String AUDITOR = Tokens.of(Role.AUDITOR, "*");

    private static boolean published;
    private static int total;

    private PublishedHistory() {}

    /** How many entries it has. */
    static int total() {
        return total;
    }

    /** Everything is published twice: the second time changes nothing. */
    static synchronized void publishOnce(String bootstrapServers) {
        if (published) {
            return;
        }
        RolloutScript arranged = new RolloutScript()
                .arranged(
                        RolloutScript.authority("lena", "approver"),
                        "dora",
                        RolloutScript.authority("sven", "approver"));
        List<PublishedEvent> deputy = arranged.published();
        List<RolloutEvent> rollout = arranged
                .requested(ROLLOUT, "a", "b")
                .approvedAsDeputy(ROLLOUT, RolloutScript.authority("dora", "approver"), "plan", arranged.mandate())
                .approved(ROLLOUT)
                .started(ROLLOUT)
                .step(ROLLOUT, "a")
                .step(ROLLOUT, "b")
                .finished(ROLLOUT)
                .entries()
                .stream()
                .map(HistoryEntry::event)
                .toList();
        try (Producer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            for (int time = 0; time < 2; time++) {
                total = 0;
                publish(
                        producer,
                        "inventory",
                        new StreamId("organization", "contoso"),
                        List.of(new OrganizationEvent.OrganizationRegistered(
                                new OrganizationId("contoso"), "Contoso", List.of())));
                for (var place : Map.of(RolloutScript.CLUSTER, "oslo", FABRIKAM, "bergen")
                        .entrySet()) {
                    publish(
                            producer,
                            "inventory",
                            new StreamId("cluster", place.getKey().value()),
                            List.of(new ClusterEvent.ClusterRegistered(
                                    place.getKey(), "CLU", place.getValue(), List.of())));
                }
                publish(producer, "orchestration", new StreamId("deputy", "of-lena"), deputy);
                publish(producer, "orchestration", new StreamId("rollout", ROLLOUT.toString()), rollout);
                publish(
                        producer,
                        "orchestration",
                        new StreamId("rollout", ELSEWHERE.toString()),
                        List.of(new RolloutEvent.StepBegun(FABRIKAM, ELSEWHERE, "x", 1, Instant.EPOCH)));
            }
        }
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(items(AUDITOR, "/entries?limit=500")).hasSizeGreaterThanOrEqualTo(total));
        published = true;
    }

    private static void publish(
            Producer<String, byte[]> producer, String service, StreamId stream, List<? extends PublishedEvent> events) {
        long version = 0;
        for (PublishedEvent event : events) {
            version++;
            total++;
            UUID id = UUID.nameUUIDFromBytes((stream + "#" + version).getBytes(StandardCharsets.UTF_8));
            acknowledged(producer.send(CloudEventRecords.write(
                    "lockstep." + service,
                    "/lockstep/" + service + "-service",
                    new RecordedEvent(
                            stream,
                            version,
                            id,
                            EventCatalogue.typeOf(event),
                            new String(EventCatalogue.write(event), StandardCharsets.UTF_8),
                            new EventMetadata(
                                    "tests", id, id, event.partitionKey(), Instant.parse("2026-03-01T08:00:00Z")),
                            EventCursor.START))));
        }
    }

    private static void acknowledged(Future<RecordMetadata> sent) {
        try {
            sent.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Response get(String token, String path) {
        return given().header("Authorization", "Bearer " + token)
                .urlEncodingEnabled(false)
                .get("/api/audit" + path);
    }

    static JsonNode json(String token, String path) {
        Response response = get(token, path);
        assertThat(response.statusCode())
                .as("%s: %s", path, response.asString())
                .isEqualTo(200);
        try {
            return ContractJson.mapper().readTree(response.asByteArray());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    static List<JsonNode> items(String token, String path) {
        List<JsonNode> items = new ArrayList<>();
        json(token, path).path("items").forEach(items::add);
        return items;
    }
}
