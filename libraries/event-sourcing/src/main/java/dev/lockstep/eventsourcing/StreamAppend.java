package dev.lockstep.eventsourcing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Events for one stream.
 *
 * @param expectedVersion version of the stream's last event as the decision knew it; 0 for a stream without events
 * @param events at least one
 */
public record StreamAppend(StreamId stream, long expectedVersion, List<NewEvent> events) {

    public StreamAppend {
        events = List.copyOf(events);
        if (expectedVersion < 0 || events.isEmpty()) {
            throw new IllegalArgumentException("An append has an expected version from 0 and at least one event");
        }
        String partitionKey = events.getFirst().metadata().partitionKey();
        if (events.stream().anyMatch(event -> !event.metadata().partitionKey().equals(partitionKey))) {
            throw new IllegalArgumentException("All events of stream " + stream + " must have one partition key");
        }
    }

    /** The partition key of the stream's events. */
    public String partitionKey() {
        return events.getFirst().metadata().partitionKey();
    }

    /** Refuses appends that name a stream twice or a stream that is not locked. */
    public static void requireDistinct(List<StreamAppend> appends, Set<StreamId> locked) {
        Set<StreamId> seen = new HashSet<>();
        for (StreamAppend append : appends) {
            if (!seen.add(append.stream())) {
                throw new IllegalArgumentException("Stream " + append.stream() + " is named twice in one append");
            }
            if (!locked.contains(append.stream())) {
                throw new IllegalArgumentException(
                        "Stream " + append.stream() + " was not locked at the start of the transaction");
            }
        }
    }
}
