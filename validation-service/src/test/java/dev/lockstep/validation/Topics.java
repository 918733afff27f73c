package dev.lockstep.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the other services would publish, and what validation does. */
final class Topics implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ReceivedEvent> answers = new ArrayList<>();
    private Optional<ProducerRecord<String, byte[]>> last = Optional.empty();

    Topics(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "test-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of("lockstep.validation"));
    }

    UUID inventory(String stream, long version, PublishedEvent event) {
        return publish("lockstep.inventory", stream, version, event);
    }

    UUID orchestration(String stream, long version, PublishedEvent event) {
        return publish("lockstep.orchestration", stream, version, event);
    }

    private UUID publish(String topic, String stream, long version, PublishedEvent event) {
        UUID id = UUID.randomUUID();
        RecordedEvent recorded = new RecordedEvent(
                StreamId.parse(stream),
                version,
                id,
                EventCatalogue.typeOf(event),
                new String(EventCatalogue.write(event), StandardCharsets.UTF_8),
                new EventMetadata("tester", UUID.randomUUID(), UUID.randomUUID(), event.partitionKey(), Instant.now()),
                EventCursor.START);
        ProducerRecord<String, byte[]> record = CloudEventRecords.write(topic, "/lockstep/test", recorded);
        last = Optional.of(record);
        send(record);
        return id;
    }

    /** Delivers the last event once more. */
    void repeatLast() {
        send(last.orElseThrow());
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            assertThat(producer.send(record).get(30, TimeUnit.SECONDS).hasOffset())
                    .isTrue();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    ValidationEvent.GateAnswered answer(UUID gate, Duration patience) {
        await().atMost(patience).untilAsserted(() -> {
            poll();
            assertThat(answersTo(gate)).isNotEmpty();
        });
        return gateAnswered(answersTo(gate).getFirst());
    }

    /** How many answers a gate has got by the time that another one, asked for later, has its own. */
    long answersAfterAnotherGate(UUID gate, Supplier<UUID> another, Duration patience) {
        answer(another.get(), patience);
        return answersTo(gate).size();
    }

    UUID causation(UUID gate) {
        return answersTo(gate).getFirst().metadata().causationId();
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> answers.add(CloudEventRecords.read(record)));
    }

    private List<ReceivedEvent> answersTo(UUID gate) {
        return answers.stream()
                .filter(event -> told(event) instanceof ValidationEvent.GateAnswered answered
                        && answered.gate().equals(gate))
                .toList();
    }

    /** What was told so far of changed verdicts on a cluster. */
    List<ValidationEvent.VerdictsChanged> verdictsChanged(ClusterId cluster) {
        poll();
        return answers.stream()
                .map(Topics::told)
                .filter(ValidationEvent.VerdictsChanged.class::isInstance)
                .map(ValidationEvent.VerdictsChanged.class::cast)
                .filter(changed -> changed.cluster().equals(cluster))
                .toList();
    }

    private static ValidationEvent.GateAnswered gateAnswered(ReceivedEvent event) {
        return (ValidationEvent.GateAnswered) told(event);
    }

    private static PublishedEvent told(ReceivedEvent event) {
        return EventCatalogue.read(event.type(), event.data().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
