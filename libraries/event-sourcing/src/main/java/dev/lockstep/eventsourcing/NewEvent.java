package dev.lockstep.eventsourcing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An event about to be appended.
 *
 * @param id unique for ever; see {@link EventIds}
 * @param type stable name with version, for example {@code lockstep.inventory.node-joined.v1}
 * @param data the event as JSON, at most {@value #LARGEST_DATA} bytes in UTF-8, so that it fits a Kafka record with its headers
 */
public record NewEvent(UUID id, String type, String data, EventMetadata metadata) {

    /** Bytes; Kafka refuses records above 1 MiB unless told otherwise, and an event that cannot be published must not exist. */
    public static final int LARGEST_DATA = 900_000;

    public NewEvent {
        if (type.isBlank()) {
            throw new IllegalArgumentException("An event has a type");
        }
        if (data.length() > LARGEST_DATA / 3 && data.getBytes(StandardCharsets.UTF_8).length > LARGEST_DATA) {
            throw new IllegalArgumentException(
                    "An event of type " + type + " is larger than " + LARGEST_DATA + " bytes");
        }
    }
}
