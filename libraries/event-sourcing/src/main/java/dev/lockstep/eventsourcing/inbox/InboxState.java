package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a consumer knows about the streams and keys of some arrivals, advanced as they are placed. */
final class InboxState {

    /** A stream of a service. */
    record SourceStream(String source, StreamId stream) {

        static SourceStream of(ReceivedEvent event) {
            return new SourceStream(event.source(), event.stream());
        }
    }

    /** Where an arrival stands. */
    enum Place {
        /** To be handled now. */
        NEXT,
        /** Handled before. */
        DUPLICATE,
        /** Behind a parked event of its key. */
        QUEUED,
        /** Events of its stream are missing before it. */
        GAP,
        /** Not an event of ours. */
        UNREADABLE
    }

    private final Map<SourceStream, Long> versions;
    private final Set<String> parkedKeys;
    private final Map<SourceStream, Long> advanced = new HashMap<>();

    InboxState(Map<SourceStream, Long> versions, Set<String> parkedKeys) {
        this.versions = new HashMap<>(versions);
        this.parkedKeys = new HashSet<>(parkedKeys);
    }

    /** Places an arrival; one that is {@link Place#NEXT} counts as handled from then on. */
    Place place(Arrival arrival) {
        Optional<ReceivedEvent> event = arrival.event();
        if (event.isPresent() && event.get().version() <= version(event.get())) {
            return Place.DUPLICATE;
        }
        if (parkedKeys.contains(arrival.key())) {
            return Place.QUEUED;
        }
        if (event.isEmpty()) {
            return Place.UNREADABLE;
        }
        if (event.get().version() > expected(event.get())) {
            return Place.GAP;
        }
        advance(event.get());
        return Place.NEXT;
    }

    /** The same streams as if no key were parked. */
    InboxState withNothingParked() {
        return new InboxState(versions, Set.of());
    }

    /** The key queues from now on. */
    void parked(String key) {
        parkedKeys.add(key);
    }

    /** The event counts as handled from now on. */
    void advance(ReceivedEvent event) {
        versions.put(SourceStream.of(event), event.version());
        advanced.put(SourceStream.of(event), event.version());
    }

    Map<SourceStream, Long> advanced() {
        return advanced;
    }

    /** The version of the event's stream that is to be handled next. */
    long expected(ReceivedEvent event) {
        return version(event) + 1;
    }

    String describeGap(Arrival arrival) {
        ReceivedEvent event = arrival.required();
        return "Version " + expected(event) + " of " + event.stream() + " from " + event.source()
                + " was expected, but version " + event.version() + " came";
    }

    private long version(ReceivedEvent event) {
        return versions.getOrDefault(SourceStream.of(event), 0L);
    }
}
