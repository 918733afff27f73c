package dev.lockstep.eventsourcing.kafka;

import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Writes and reads events as CloudEvents 1.0 in binary mode: attributes in headers, JSON in the value, partition key as key. */
public final class CloudEventRecords {

    private static final String SPECIFICATION = "1.0";
    private static final String PREFIX = "ce_";
    private static final String TYPE = "ce_type";
    private static final String CONTENT_TYPE = "content-type";

    private CloudEventRecords() {}

    /**
     * An event as a record.
     *
     * @param source the publishing service, for example {@code /lockstep/inventory-service}
     */
    public static ProducerRecord<String, byte[]> write(String topic, String source, RecordedEvent event) {
        EventMetadata metadata = event.metadata();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                topic, metadata.partitionKey(), event.data().getBytes(StandardCharsets.UTF_8));
        Headers headers = record.headers();
        add(headers, "ce_specversion", SPECIFICATION);
        add(headers, "ce_id", event.id().toString());
        add(headers, "ce_source", source);
        add(headers, TYPE, event.type());
        add(headers, "ce_subject", event.stream().toString());
        add(headers, "ce_time", metadata.time().toString());
        add(headers, CONTENT_TYPE, "application/json");
        add(headers, "ce_streamversion", Long.toString(event.version()));
        add(headers, "ce_correlationid", metadata.correlationId().toString());
        add(headers, "ce_causationid", metadata.causationId().toString());
        add(headers, "ce_actor", metadata.actor());
        return record;
    }

    /**
     * The event that a record carries.
     *
     * @throws UnreadableRecordException when it does not carry one of ours
     */
    public static ReceivedEvent read(ConsumerRecord<String, byte[]> record) {
        try {
            Headers headers = record.headers();
            String specification = text(headers, "ce_specversion");
            if (!specification.equals(SPECIFICATION)) {
                throw new UnreadableRecordException("CloudEvents version " + specification);
            }
            if (record.key() == null || record.value() == null) {
                throw new UnreadableRecordException("no key or no value");
            }
            EventMetadata metadata = new EventMetadata(
                    text(headers, "ce_actor"),
                    UUID.fromString(text(headers, "ce_correlationid")),
                    UUID.fromString(text(headers, "ce_causationid")),
                    record.key(),
                    Instant.parse(text(headers, "ce_time")));
            return new ReceivedEvent(
                    UUID.fromString(text(headers, "ce_id")),
                    text(headers, "ce_source"),
                    text(headers, TYPE),
                    StreamId.parse(text(headers, "ce_subject")),
                    Long.parseLong(text(headers, "ce_streamversion")),
                    new String(record.value(), StandardCharsets.UTF_8),
                    metadata,
                    attributes(headers));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }

    /** The type of the event that a record carries; empty when it names none. */
    public static Optional<String> type(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(TYPE))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    /** In binary mode attributes have a prefix, except for the type of the data. */
    private static SortedMap<String, String> attributes(Headers headers) {
        SortedMap<String, String> attributes = new TreeMap<>();
        for (Header header : headers) {
            String name = header.key();
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), text(headers, name));
            } else if (name.equals(CONTENT_TYPE)) {
                attributes.put("datacontenttype", text(headers, name));
            }
        }
        return attributes;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new UnreadableRecordException("header " + name + " is missing");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
