package dev.lockstep.validation.waivers;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.validation.WaiverEvent;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.service.events.ContractCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** The waivers of each cluster: a stream of its own, read whole; there is no view that could lag behind it. */
@ApplicationScoped
public class ClusterWaivers {

    private static final int PAGE = 500;

    private final Aggregate<WaiverBook, WaiverCommand, WaiverEvent> aggregate =
            new Aggregate<>("waivers", new WaiverDecider(), new ContractCodec<>(WaiverEvent.class));

    @Inject
    EventStore store;

    /** Those that count at an instant. */
    public Waivers at(ClusterId cluster, Instant at) {
        return at(store, cluster, at);
    }

    /** As {@link #at(ClusterId, Instant)}, as the reader's transaction sees it. */
    public Waivers at(StreamReader reader, ClusterId cluster, Instant at) {
        return book(reader, cluster).at(at);
    }

    /** All of them. */
    WaiverBook book(ClusterId cluster) {
        return book(store, cluster);
    }

    private WaiverBook book(StreamReader reader, ClusterId cluster) {
        StreamId stream = aggregate.stream(cluster.value());
        WaiverBook book = WaiverBook.EMPTY;
        long version = 0;
        List<RecordedEvent> page;
        do {
            page = reader.read(stream, version, PAGE);
            for (RecordedEvent event : page) {
                book = book.after(aggregate.codec().decode(event.type(), event.data()));
                version = event.version();
            }
        } while (page.size() == PAGE);
        return book;
    }

    CommandResult<WaiverBook, WaiverEvent> handle(ClusterId cluster, WaiverCommand command, CommandMetadata metadata) {
        return new CommandRunner<>(store, aggregate).handle(cluster.value(), command, metadata);
    }
}
