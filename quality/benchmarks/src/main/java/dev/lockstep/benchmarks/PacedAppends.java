package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Single events of some streams at an even rate, the first of them for warming up. */
final class PacedAppends {

    static final int PER_SECOND = 500;

    private static final int STREAMS = 60;
    /** Ten thousand events: then the virtual machine has compiled most of what they run through, and does it no more beside them. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private PacedAppends() {}

    /** What is done with the next event. */
    interface Sender {

        /**
         * Sends it.
         *
         * @param version of the event in its stream, from 1
         * @param counts whether the warm-up is over
         */
        void send(StreamId stream, long version, boolean counts) throws Exception;
    }

    static void pace(Duration time, Sender sender) throws Exception {
        int warmUp = Math.toIntExact(WARM_UP.toSeconds() * PER_SECOND);
        Pacer.run(
                PER_SECOND,
                time.plus(WARM_UP),
                number -> sender.send(
                        new StreamId("facts", "cluster" + number % STREAMS), number / STREAMS + 1, number >= warmUp));
    }

    /** Appends, notes when each event was committed, and returns the events that count. */
    static List<UUID> run(EventStore store, Latencies latencies, Duration time) throws Exception {
        List<UUID> events = new ArrayList<>();
        pace(time, (stream, version, counts) -> {
            StreamAppend append = SampleEvents.append(stream, version - 1, 1);
            store.append(List.of(append));
            UUID event = append.events().getFirst().id();
            latencies.committed(event);
            if (counts) {
                events.add(event);
            }
        });
        return events;
    }
}
