package dev.lockstep.audit.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An event as it came from Kafka: the context attributes of CloudEvents 1.0 by name, extensions included, and the bytes of its
 * data.
 *
 * @param attributes all but the data; {@code partitionkey} is the record's key
 * @param data as published
 */
public record CloudEvent(SortedMap<String, String> attributes, Data data) {

    /** Keeps its own copy. */
    public CloudEvent {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** An event with these attributes. */
    public CloudEvent(Map<String, String> attributes, byte[] data) {
        this(new TreeMap<>(attributes), new Data(data));
    }

    /** Bytes that are not changed. */
    public static final class Data {

        private final byte[] bytes;

        Data(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }
}
