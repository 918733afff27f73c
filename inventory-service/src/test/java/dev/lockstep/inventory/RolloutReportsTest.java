package dev.lockstep.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsConfirmed;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationFactsChanged;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.platform.PlatformEvent.ParkedEventSkipped;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RolloutReportsTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void aReportIsRecordedOnceInBothRecordsAndPublishedWithTheReportAsItsCause() throws Exception {
        imported("Reported");
        UUID report = UUID.randomUUID();
        ClusterId cluster = new ClusterId("reported:clu01");

        publish(report, cluster, 1, facts("UP"));
        publish(report, cluster, 1, facts("UP"));
        publish(UUID.randomUUID(), cluster, 2, facts("UP"));

        List<InventoryEvent> caused = new ArrayList<>();
        List<InventoryEvent> all = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().startsWith("reported")) {
                        all.add(event(record));
                        if (header(record, "ce_causationid").equals(report.toString())) {
                            caused.add(event(record));
                        }
                    }
                }
                assertThat(all)
                        .filteredOn(ClusterFactsConfirmed.class::isInstance)
                        .hasSize(1);
            });
        }
        assertThat(caused)
                .extracting(event -> (Object) event.getClass())
                .containsExactlyInAnyOrder(OrganizationFactsChanged.class, ClusterEvent.ClusterFactsChanged.class);
    }

    @Test
    void aReportThatIsNoFactOfTheDictionaryParksItsClusterAndNoOther() throws Exception {
        imported("Poisoned");
        imported("Healthy");
        ClusterId poisoned = new ClusterId("poisoned:clu01");
        ClusterId healthy = new ClusterId("healthy:clu01");

        publish(UUID.randomUUID(), poisoned, 1, facts("SIDEWAYS"));
        publish(UUID.randomUUID(), poisoned, 2, facts("UP"));
        publish(UUID.randomUUID(), healthy, 1, facts("UP"));

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(nodeState("healthy:clu01")).isEqualTo("UP");
            assertThat(parked("poisoned:clu01")).isEqualTo(2);
        });
        assertThat(nodeState("poisoned:clu01")).isNull();

        given().header("Authorization", "Bearer " + Tokens.of(Role.ADMINISTRATOR, "*"))
                .contentType("application/json")
                .body(Map.of(
                        "consumer", "inventory-rollout-reports",
                        "topic", "lockstep.orchestration",
                        "partitionKey", "poisoned:clu01",
                        "reason", "the parser was mended"))
                .post("/api/platform/parked-events/skip")
                .then()
                .statusCode(200);
        assertThat(nodeState("poisoned:clu01")).isEqualTo("UP");
        assertThat(published(ParkedEventSkipped.class)).satisfies(skipped -> {
            assertThat(skipped.consumer()).isEqualTo("inventory-rollout-reports");
            assertThat(skipped.key()).isEqualTo("poisoned:clu01");
            assertThat(skipped.reason()).isEqualTo("the parser was mended");
            assertThat(skipped.problem()).contains("is no fact of the dictionary");
            assertThat(skipped.decidedBy()).isNotBlank();
        });
        imported("Afterwards");
        await("the overview goes on behind the decision")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(
                                given().header("Authorization", "Bearer " + Tokens.of(Role.OPERATOR, "*"))
                                        .get("/api/inventory/organizations")
                                        .jsonPath()
                                        .getList("items.id", String.class))
                        .contains("afterwards"));
    }

    /** The first event of this kind on the service's own topic. */
    private <T extends PublishedEvent> T published(Class<T> kind) {
        List<T> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    PublishedEvent event = EventCatalogue.read(header(record, "ce_type"), record.value());
                    if (kind.isInstance(event)) {
                        found.add(kind.cast(event));
                    }
                }
                return !found.isEmpty();
            });
        }
        return found.getFirst();
    }

    private static void imported(String organization) {
        given().header("Authorization", "Bearer " + Tokens.of(Role.INVENTORY_EDITOR, "*"))
                .contentType("application/json")
                .body(Documents.of(organization, "CLU01", 1, 0).toString())
                .post("/api/inventory/imports?site=oslo")
                .then()
                .statusCode(200);
    }

    private static @Nullable String nodeState(String cluster) {
        return given().header("Authorization", "Bearer " + Tokens.of(Role.OPERATOR, "*"))
                .queryParam("prefix", "/nodes/E2K3-N1/nodeState")
                .get("/api/inventory/clusters/" + cluster + "/facts")
                .jsonPath()
                .getString("items[0].value");
    }

    private static int parked(String key) {
        return given().header("Authorization", "Bearer " + Tokens.of(Role.ADMINISTRATOR, "*"))
                .get("/api/platform/parked-events")
                .jsonPath()
                .param("key", key)
                .getInt("[0].keys.find { it.partitionKey == key }.waiting");
    }

    private static List<ObservedFact> facts(String nodeState) {
        return List.of(
                new ObservedFact(
                        DocumentKind.CLUSTER,
                        FactPath.parse("/nodes/E2K3-N1/nodeState"),
                        JsonNodeFactory.instance.textNode(nodeState),
                        "cluster /cluster:CLU01 node /status"),
                new ObservedFact(
                        DocumentKind.ORGANIZATION,
                        FactPath.parse("/schemaRangeUpper/dc1.corp.contoso.com"),
                        JsonNodeFactory.instance.numberNode(6870),
                        "ldifde"));
    }

    /** Publishes a report as the orchestration's relay does. */
    private void publish(UUID id, ClusterId cluster, long version, List<ObservedFact> facts)
            throws ExecutionException, InterruptedException {
        UUID rollout = UUID.nameUUIDFromBytes(cluster.value().getBytes(StandardCharsets.UTF_8));
        FactsReported report = new FactsReported(
                cluster, rollout, "check", UUID.randomUUID(), "runner", Instant.now(), facts, List.of());
        RecordedEvent event = new RecordedEvent(
                new StreamId("rollout", rollout.toString()),
                version,
                id,
                EventCatalogue.typeOf(report),
                new String(EventCatalogue.write(report), StandardCharsets.UTF_8),
                new EventMetadata("runner", UUID.randomUUID(), UUID.randomUUID(), cluster.value(), Instant.now()),
                EventCursor.START);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(CloudEventRecords.write("lockstep.orchestration", "/lockstep/orchestration-service", event))
                    .get();
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of("lockstep.inventory"));
        return consumer;
    }

    private static InventoryEvent event(ConsumerRecord<String, byte[]> record) {
        return (InventoryEvent) EventCatalogue.read(header(record, "ce_type"), record.value());
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
