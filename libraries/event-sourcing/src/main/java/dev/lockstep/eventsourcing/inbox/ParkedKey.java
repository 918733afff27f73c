package dev.lockstep.eventsourcing.inbox;

import java.time.Instant;

/**
 * A key whose events wait for an operator.
 *
 * @param detail what is wrong with the first waiting event, for people
 * @param waiting events in the queue, the one that caused it included
 * @param firstEvent the event at the head of the queue: its id, or its place in the topic when it is unreadable
 */
public record ParkedKey(
        String topic,
        String partitionKey,
        int partition,
        Reason reason,
        String detail,
        Instant parkedAt,
        long waiting,
        String firstEvent) {

    /** Why a key is parked. */
    public enum Reason {
        /** Handling the first event fails. */
        POISON,
        /** Events of a stream are missing before the first event. */
        GAP,
        /** The first record is not an event of ours. */
        UNREADABLE
    }
}
