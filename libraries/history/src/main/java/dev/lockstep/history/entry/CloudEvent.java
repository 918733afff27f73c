package dev.lockstep.history.entry;

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

    /** Keeps its own copy. */
    public CloudEvent {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
