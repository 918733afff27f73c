package dev.lockstep.eventsourcing;

import java.util.List;
import java.util.Set;

/** The source of truth: streams of events, each written under its own lock. */
public interface EventStore extends StreamReader {

    /**
     * Appends to one or many streams in a transaction of its own: everything or, on a conflict, nothing.
     *
     * @throws PartitionKeyChangedException when an event would move its stream to another partition key
     * @throws EventStoreException when an event id exists already, or when the store cannot be reached
     */
    AppendResult append(List<StreamAppend> appends);

    /**
     * Runs work in one transaction that holds the locks of the given streams from its first statement on; commits when the
     * work returns and rolls back when it throws. Only the given streams may be appended to.
     *
     * @param streams every stream that the work may append to; empty when it appends nothing
     */
    <T> T transact(Set<StreamId> streams, TransactionalWork<T> work);

    /** All committed events in order. */
    EventLog log();

    /** What is done inside one transaction. */
    @FunctionalInterface
    interface TransactionalWork<T> {
        T run(EventTransaction transaction);
    }
}
