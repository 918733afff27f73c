package dev.lockstep.service.events;

import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.util.ArrayList;
import java.util.List;

/** Appends what commands led to, within transactions that hold the locks of the streams. */
public record StreamWriter<E extends PublishedEvent>(ContractCodec<E> codec) {

    /**
     * Appends the events of one command; their ids follow from the command's.
     *
     * @param version of the stream before
     * @throws EventStoreException when the stream has another version, which cannot be under its lock
     */
    public void append(
            EventTransaction transaction,
            StreamId stream,
            long version,
            List<? extends E> events,
            CommandMetadata metadata) {
        List<NewEvent> fresh = new ArrayList<>(events.size());
        for (E event : events) {
            fresh.add(new NewEvent(
                    EventIds.ofCommand(metadata.commandId(), stream, fresh.size()),
                    codec.typeOf(event),
                    codec.encode(event),
                    metadata.eventMetadata()));
        }
        if (transaction.append(List.of(new StreamAppend(stream, version, fresh))) instanceof AppendResult.Conflict) {
            throw new EventStoreException("Stream " + stream + " changed under its own lock");
        }
    }
}
