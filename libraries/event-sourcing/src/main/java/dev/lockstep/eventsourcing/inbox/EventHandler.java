package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * What a consumer does about an event. Whatever exception it throws makes the event a poison event, whose key is parked; except for
 * trouble with the database that will pass, and for a {@link TryAgainException}, which say that the event is not at fault. Nor is it
 * when an {@link Error} is thrown: the events are tried again until none is.
 */
@FunctionalInterface
public interface EventHandler {

    /** No event in particular: a failure could be the fault of any. */
    int ALL_TOGETHER = -1;

    /** Every stream that handling the event may append to; their locks are taken before anything else. */
    default Set<StreamId> streams(ReceivedEvent event) {
        return Set.of();
    }

    /**
     * Whether somebody waits for what events of a type lead to. Others are gathered for up to {@value Gathering#LONGEST_MILLIS} ms, so that
     * many share a transaction; none is handled before one that came before it in its partition.
     */
    default boolean isAwaited(String type) {
        return true;
    }

    /**
     * Handles an event. Everything it does goes through the transaction; several events may share one, and it is run again, with
     * other events or alone, when the transaction fails.
     */
    void handle(ReceivedEvent event, EventTransaction transaction);

    /**
     * Handles events of one transaction, in order. A handler to which many together are cheaper than one by one overrides it.
     *
     * @param reached is told the place of the event that is being handled, whose fault a failure then is; or {@link #ALL_TOGETHER}
     */
    default void handleAll(List<ReceivedEvent> events, EventTransaction transaction, IntConsumer reached) {
        for (int place = 0; place < events.size(); place++) {
            reached.accept(place);
            handle(events.get(place), transaction);
        }
    }

    /**
     * A transaction in which events may have been handled is committed. A hint, for waking those who wait: it does not come after a crash,
     * nor for what another replica handles.
     */
    default void committed() {}
}
