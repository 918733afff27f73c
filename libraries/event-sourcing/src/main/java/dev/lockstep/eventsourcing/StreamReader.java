package dev.lockstep.eventsourcing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads single streams. */
public interface StreamReader {

    /**
     * Events of a stream, in order of their versions.
     *
     * @param afterVersion 0 for the first event
     * @param limit most events to return, from 1
     */
    List<RecordedEvent> read(StreamId stream, long afterVersion, int limit);

    /** The event with an id, in whatever stream. */
    Optional<RecordedEvent> find(UUID eventId);
}
