package dev.lockstep.eventsourcing;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A transaction of the event store; whatever is done through it happens together or not at all, and it reads what it wrote. */
public interface EventTransaction extends StreamReader {

    /**
     * Appends to streams that this transaction has locked. On a conflict nothing was appended and the transaction can go on.
     *
     * @throws IllegalArgumentException when a stream was not locked at the start of the transaction
     */
    AppendResult append(List<StreamAppend> appends);

    /**
     * Notes messages as handled by a consumer.
     *
     * @return those that were not handled before
     */
    Set<UUID> register(String consumer, List<UUID> messageIds);

    /**
     * The connection that carries the transaction, for views and constraints of the caller. The caller neither commits nor closes it.
     *
     * @throws UnsupportedOperationException in a store without a database
     */
    Connection connection();
}
