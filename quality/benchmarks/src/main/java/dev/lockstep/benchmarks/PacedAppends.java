package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Appends single events at an even rate and notes when each was committed. */
final class PacedAppends {

    static final int PER_SECOND = 500;

    private static final int STREAMS = 60;
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private PacedAppends() {}

    /** Returns the events that count. */
    static List<UUID> run(EventStore store, Latencies latencies, Duration time) throws Exception {
        List<UUID> events = new ArrayList<>();
        int warmUp = Math.toIntExact(WARM_UP.toSeconds() * PER_SECOND);
        Pacer.run(PER_SECOND, time.plus(WARM_UP), number -> {
            StreamId stream = new StreamId("facts", "cluster" + number % STREAMS);
            StreamAppend append = SampleEvents.append(stream, number / STREAMS, 1);
            store.append(List.of(append));
            UUID event = append.events().getFirst().id();
            latencies.committed(event);
            if (number >= warmUp) {
                events.add(event);
            }
        });
        return events;
    }
}
