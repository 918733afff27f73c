package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.util.Set;

/**
 * What a consumer does about an event. Whatever it throws, except for trouble with the database that will pass, makes the event
 * a poison event: its key is parked.
 */
@FunctionalInterface
public interface EventHandler {

    /** Every stream that handling the event may append to; their locks are taken before anything else. */
    default Set<StreamId> streams(ReceivedEvent event) {
        return Set.of();
    }

    /**
     * Handles an event. Everything it does goes through the transaction; several events may share one, and it is run again, with
     * other events or alone, when the transaction fails.
     */
    void handle(ReceivedEvent event, EventTransaction transaction);
}
