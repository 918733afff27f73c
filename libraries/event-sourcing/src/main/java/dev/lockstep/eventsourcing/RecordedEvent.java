package dev.lockstep.eventsourcing;

import java.util.UUID;

/**
 * A committed event.
 *
 * @param version place in its stream, from 1, without gaps
 * @param cursor place in the log of all streams
 */
public record RecordedEvent(
        StreamId stream, long version, UUID id, String type, String data, EventMetadata metadata, EventCursor cursor) {}
