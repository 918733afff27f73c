package dev.lockstep.eventsourcing;

import java.util.Comparator;

/**
 * A place in the log of all events. Readers move through the log in this order and never come back.
 *
 * @param transactionId the appending transaction (PostgreSQL's {@code xid8})
 * @param position order within the transaction; unique, but says nothing across transactions
 */
public record EventCursor(long transactionId, long position) implements Comparable<EventCursor> {

    /** Before the first event. */
    public static final EventCursor START = new EventCursor(0, 0);

    private static final Comparator<EventCursor> ORDER =
            Comparator.comparingLong(EventCursor::transactionId).thenComparingLong(EventCursor::position);

    @Override
    public int compareTo(EventCursor other) {
        return ORDER.compare(this, other);
    }
}
