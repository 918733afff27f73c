package dev.lockstep.audit.ledger;

import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An event as it came from Kafka: the context attributes of CloudEvents 1.0 by name, extensions included, and its data.
 *
 * @param attributes all but the data; {@code partitionkey} is the record's key
 * @param data as published
 */
public record CloudEvent(SortedMap<String, String> attributes, String data) {

    private static final String PARTITION_KEY = "partitionkey";

    /** Keeps its own copy. */
    public CloudEvent {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** The event that a consumer received. */
    public static CloudEvent of(ReceivedEvent received) {
        SortedMap<String, String> attributes = new TreeMap<>(received.attributes());
        attributes.put(PARTITION_KEY, received.metadata().partitionKey());
        return new CloudEvent(attributes, received.data());
    }
}
