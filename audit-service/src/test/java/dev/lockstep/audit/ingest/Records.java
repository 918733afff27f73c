package dev.lockstep.audit.ingest;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events as the relay of a service publishes them. */
public final class Records {

    static final String TOPIC = "lockstep.orchestration";

    private Records() {}

    static ProducerRecord<String, byte[]> published(
            String key, StreamId stream, long version, String type, String data) {
        UUID id = UUID.nameUUIDFromBytes((stream + "#" + version).getBytes(StandardCharsets.UTF_8));
        EventMetadata metadata = new EventMetadata("tests", id, id, key, Instant.parse("2026-03-01T10:00:00Z"));
        return CloudEventRecords.write(
                TOPIC,
                "/lockstep/orchestration-service",
                new RecordedEvent(stream, version, id, type, data, metadata, EventCursor.START));
    }

    public static ConsumerRecord<String, byte[]> received(long offset, ProducerRecord<String, byte[]> published) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(published.topic(), 0, offset, published.key(), published.value());
        published.headers().forEach(record.headers()::add);
        return record;
    }

    /** The events of several streams, one version after the other, as one partition brings them. */
    static List<ConsumerRecord<String, byte[]>> partition(int streams, int versions) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (int version = 1; version <= versions; version++) {
            for (int stream = 0; stream < streams; stream++) {
                records.add(received(records.size(), event(stream, version)));
            }
        }
        return records;
    }

    static ProducerRecord<String, byte[]> event(int stream, int version) {
        return published(
                "contoso:clu%02d".formatted(stream),
                new StreamId("rollout", "stream-" + stream),
                version,
                "lockstep.orchestration.step-begun.v1",
                "{\"step\":\"s%d\",\"attempt\":%d}".formatted(stream, version));
    }
}
