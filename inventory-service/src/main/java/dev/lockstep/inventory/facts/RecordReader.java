package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.memory.RecentlyUsed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Predicate;

/**
 * Folds streams into what is recorded. The records read last are remembered with their versions, so that only what came since is read;
 * that is safe because a stream only grows. What a transaction sees is not remembered: it may be rolled back.
 */
@ApplicationScoped
public class RecordReader {

    private static final ContractCodec<InventoryEvent> CODEC = new ContractCodec<>(InventoryEvent.class);
    private static final int PAGE = 500;
    private static final int REMEMBERED = 32;

    private final RecentlyUsed<StreamId, Versioned> remembered = new RecentlyUsed<>(REMEMBERED);

    /**
     * A record as of a version of its stream.
     *
     * @param version 0 when there is nothing yet
     */
    public record Versioned(Recorded recorded, long version) {}

    /**
     * What is recorded now, as the reader sees it.
     *
     * @param reader within a transaction that transaction, never the store
     */
    public Versioned current(StreamReader reader, StreamId stream, DocumentKind kind) {
        Versioned start = remembered.find(stream).orElseGet(() -> new Versioned(Recorded.nothing(kind), 0));
        Versioned current = fold(reader, stream, start, event -> true);
        if (reader instanceof EventStore && current.version() > start.version()) {
            remembered.keep(stream, current, (a, b) -> a.version() > b.version() ? a : b);
        }
        return current;
    }

    /** What was recorded up to, but not including, the first event that is not wanted. */
    public Versioned until(StreamReader reader, StreamId stream, DocumentKind kind, Predicate<RecordedEvent> wanted) {
        return fold(reader, stream, new Versioned(Recorded.nothing(kind), 0), wanted);
    }

    private static Versioned fold(
            StreamReader reader, StreamId stream, Versioned start, Predicate<RecordedEvent> wanted) {
        List<RecordedEvent> page = reader.read(stream, start.version(), PAGE);
        if (page.isEmpty()) {
            return start;
        }
        Recorded.Fold fold = new Recorded.Fold(start.recorded());
        long version = start.version();
        while (!page.isEmpty()) {
            for (RecordedEvent event : page) {
                if (!wanted.test(event)) {
                    return new Versioned(fold.recorded(), version);
                }
                fold.apply(CODEC.decode(event.type(), event.data()));
                version = event.version();
            }
            page = page.size() < PAGE ? List.of() : reader.read(stream, version, PAGE);
        }
        return new Versioned(fold.recorded(), version);
    }
}
