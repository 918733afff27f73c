package dev.lockstep.eventsourcing.relay;

import dev.lockstep.eventsourcing.EventCursor;
import java.time.Duration;
import java.util.Optional;

/**
 * How a relay is doing, measured about once a second.
 *
 * @param leading whether it is the one that publishes; the other figures are the leader's
 * @param cursor everything up to here is on Kafka
 * @param published events published since it was started
 * @param unpublished committed events that wait, counted up to {@value #COUNTED_UP_TO}
 * @param oldestUnpublished how long ago the first of them happened
 * @param xminAge for how long one and the same transaction has held back the readers of the log
 * @param lastError why it last stopped publishing, until it published again
 */
public record RelayStatus(
        boolean leading,
        EventCursor cursor,
        long published,
        long unpublished,
        Duration oldestUnpublished,
        Duration xminAge,
        Optional<String> lastError) {

    static final int COUNTED_UP_TO = 10_000;

    static final RelayStatus IDLE = notLeading(EventCursor.START, 0, Optional.empty());

    /** One that does not publish, with what it last knew. */
    static RelayStatus notLeading(EventCursor cursor, long published, Optional<String> lastError) {
        return new RelayStatus(false, cursor, published, 0, Duration.ZERO, Duration.ZERO, lastError);
    }
}
