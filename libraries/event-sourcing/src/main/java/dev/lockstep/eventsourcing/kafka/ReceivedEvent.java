package dev.lockstep.eventsourcing.kafka;

import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.StreamId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An event as another service published it.
 *
 * @param source the publishing service
 * @param version place in its stream, from 1
 * @param data JSON
 * @param attributes every context attribute of the CloudEvent by its name, extensions included, as it came
 */
public record ReceivedEvent(
        UUID id,
        String source,
        String type,
        StreamId stream,
        long version,
        String data,
        EventMetadata metadata,
        SortedMap<String, String> attributes) {

    /** Keeps its own copy. */
    public ReceivedEvent {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
