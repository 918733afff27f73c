package dev.lockstep.orchestration.service;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsChanged;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterRegistered;
import dev.lockstep.contracts.inventory.ClusterEvent.NodeJoined;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationRegistered;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plays inventory and validation on the real topics, every message twice. */
final class PlayedPlatform implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, Object> kafka;
    private final Map<StreamId, Long> versions = new HashMap<>();
    private final Map<ClusterId, Map<FactPath, JsonNode>> facts = new HashMap<>();
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean away;
    private volatile boolean paused;
    private final Set<ClusterId> closed = ConcurrentHashMap.newKeySet();

    PlayedPlatform(String bootstrapServers) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers);
        this.producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        this.thread = Thread.ofPlatform().name("played-platform").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Nothing is recorded and no gate is answered until {@link #comeBack()}; then everything is. */
    void goAway() {
        away = true;
        await().atMost(Duration.ofMinutes(2)).until(() -> paused);
    }

    void comeBack() {
        away = false;
    }

    /** Gates of a cluster are answered as closed from now on. */
    void close(ClusterId cluster) {
        closed.add(cluster);
    }

    /** Gates of a cluster are answered as open again. */
    void open(ClusterId cluster) {
        closed.remove(cluster);
    }

    /** Registers a cluster of one node, and its organization unless that was done before. */
    void register(ClusterId cluster, String site) {
        StreamId organization =
                new StreamId("organization", cluster.organization().value());
        if (!versions.containsKey(organization)) {
            publish(
                    "inventory",
                    organization,
                    new OrganizationRegistered(
                            cluster.organization(), "Org", List.of(fact("/name", TextNode.valueOf("Org")))));
        }
        StreamId stream = new StreamId("cluster", cluster.value());
        publish(
                "inventory",
                stream,
                new ClusterRegistered(cluster, "CLU", site, List.of(fact("/name", TextNode.valueOf("CLU")))));
        publish(
                "inventory",
                stream,
                new NodeJoined(
                        cluster, FactPath.parse("/nodes/N1"), List.of(fact("/nodes/N1/name", TextNode.valueOf("N1")))));
    }

    /** Registers the cluster and the organization of an inventory document, as they stand in it. */
    void register(ClusterId cluster, String site, ObjectNode document) {
        Provenance imported = new Provenance("test", Instant.now(), "test", Confidence.IMPORTED);
        FactTree organization =
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), imported);
        publish(
                "inventory",
                new StreamId("organization", cluster.organization().value()),
                new OrganizationRegistered(
                        cluster.organization(),
                        document.at("/organization/name").asText(),
                        List.copyOf(organization.facts())));
        FactTree facts = FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), imported);
        publish(
                "inventory",
                new StreamId("cluster", cluster.value()),
                new ClusterRegistered(
                        cluster, document.at("/cluster/name").asText(), site, List.copyOf(facts.facts())));
    }

    private static Fact fact(String path, JsonNode value) {
        return new Fact(
                FactPath.parse(path), value, new Provenance("test", Instant.EPOCH, "test", Confidence.IMPORTED));
    }

    private void run() {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(configuration(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("lockstep.orchestration"));
            while (!ended) {
                boolean goneAway = away;
                if (goneAway) {
                    consumer.pause(consumer.assignment());
                } else {
                    consumer.resume(consumer.paused());
                }
                paused = goneAway;
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    ReceivedEvent received = CloudEventRecords.read(record);
                    answer(EventCatalogue.read(received.type(), received.data().getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
    }

    private Map<String, Object> configuration() {
        Map<String, Object> all = new HashMap<>(kafka);
        all.put("group.id", "played-" + UUID.randomUUID());
        all.put("auto.offset.reset", "earliest");
        return all;
    }

    private void answer(PublishedEvent event) {
        switch (event) {
            case FactsReported reported -> record(reported);
            case GateRequested asked ->
                publish(
                        "validation",
                        new StreamId("gate", asked.gate().toString()),
                        new GateAnswered(
                                asked.cluster(),
                                asked.gate(),
                                asked.rollout(),
                                asked.step(),
                                asked.versions(),
                                "1",
                                "hash",
                                Instant.now(),
                                !closed.contains(asked.cluster()),
                                List.of()));
            case ApprovalGateRequested asked -> answer(asked);
            default -> {
                // Nobody here reacts to it.
            }
        }
    }

    private void answer(ApprovalGateRequested asked) {
        publish(
                "validation",
                new StreamId("gate", asked.gate().toString()),
                new GateAnswered(
                        asked.cluster(),
                        asked.gate(),
                        asked.rollout(),
                        ApprovalGateRequested.STEP,
                        asked.versions(),
                        "1",
                        "hash",
                        Instant.now(),
                        !closed.contains(asked.cluster()),
                        List.of()));
    }

    private void record(FactsReported reported) {
        Map<FactPath, JsonNode> known = facts.computeIfAbsent(reported.cluster(), _ -> new HashMap<>());
        List<FactChange> changes = reported.facts().stream()
                .map(fact -> new FactChange(
                        fact.path(),
                        known.get(fact.path()),
                        fact.value(),
                        new Provenance(
                                fact.source(), reported.observedAt(), reported.reportedBy(), Confidence.OBSERVED)))
                .toList();
        changes.forEach(
                change -> known.put(change.path(), change.after() == null ? BooleanNode.FALSE : change.after()));
        publish(
                "inventory",
                new StreamId("cluster", reported.cluster().value()),
                new ClusterFactsChanged(reported.cluster(), changes, "test"));
    }

    private void publish(String service, StreamId stream, PublishedEvent event) {
        long version = versions.merge(stream, 1L, Long::sum);
        UUID id = UUID.randomUUID();
        RecordedEvent recorded = new RecordedEvent(
                stream,
                version,
                id,
                EventCatalogue.typeOf(event),
                new String(EventCatalogue.write(event), StandardCharsets.UTF_8),
                new EventMetadata("test", id, id, event.partitionKey(), Instant.now()),
                EventCursor.START);
        for (int twice = 0; twice < 2; twice++) {
            var _ = producer.send(CloudEventRecords.write("lockstep." + service, "/test", recorded));
        }
        producer.flush();
    }

    @Override
    public void close() {
        ended = true;
        try {
            // What it is about to answer needs the producer.
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
