package dev.lockstep.eventsourcing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events for tests that do not care what they say. */
public final class TestEvents {

    public static final String TYPE = "lockstep.test.added.v2";

    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789012Z");

    private TestEvents() {}

    public static StreamId stream(String key) {
        return new StreamId("counter", key);
    }

    public static NewEvent event(StreamId stream) {
        return event(stream, "{\"amount\":1}");
    }

    /** The stream's key is the partition key up to the first slash. */
    public static NewEvent event(StreamId stream, String data) {
        String partitionKey = stream.key().split("/", 2)[0];
        return new NewEvent(
                UUID.randomUUID(),
                TYPE,
                data,
                new EventMetadata("tester", UUID.randomUUID(), UUID.randomUUID(), partitionKey, TIME));
    }

    public static StreamAppend append(StreamId stream, long expectedVersion, int count) {
        return new StreamAppend(
                stream,
                expectedVersion,
                IntStream.range(0, count).mapToObj(_ -> event(stream)).toList());
    }

    /** Appends behind whatever the stream has. */
    public static void appendNext(EventStore store, StreamId stream, int count) {
        store.transact(Set.of(stream), transaction -> {
            List<RecordedEvent> stored = transaction.read(stream, 0, Integer.MAX_VALUE);
            return transaction.append(List.of(append(stream, stored.size(), count)));
        });
    }
}
