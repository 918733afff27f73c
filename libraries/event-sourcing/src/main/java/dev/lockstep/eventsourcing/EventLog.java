package dev.lockstep.eventsourcing;

import java.util.List;

/**
 * All committed events in one order that never changes behind a reader: a place at or below what a reader has passed can never
 * later become an event that it has not read, and the versions of a stream appear in order.
 */
public interface EventLog {

    /**
     * The next events after a place.
     *
     * @param limit most events to return, from 1
     */
    List<RecordedEvent> read(EventCursor after, int limit);
}
