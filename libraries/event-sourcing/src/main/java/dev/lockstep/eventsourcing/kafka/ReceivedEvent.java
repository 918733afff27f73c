package dev.lockstep.eventsourcing.kafka;

import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.StreamId;
import java.util.UUID;

/**
 * An event as another service published it.
 *
 * @param source the publishing service
 * @param version place in its stream, from 1
 * @param data JSON
 */
public record ReceivedEvent(
        UUID id, String source, String type, StreamId stream, long version, String data, EventMetadata metadata) {}
