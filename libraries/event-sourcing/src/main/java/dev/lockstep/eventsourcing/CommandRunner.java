package dev.lockstep.eventsourcing;

import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.AppendResult.Conflict;
import dev.lockstep.eventsourcing.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Runs the commands of one kind of aggregate: loads the state, decides, appends. A repeated command (same command id, same
 * stream) that led to events before has no second effect and answers with these events.
 */
public final class CommandRunner<S, C, E> {

    private static final int HOPEFUL_ATTEMPTS = 2;
    private static final int PAGE = 500;

    private final EventStore store;
    private final Aggregate<S, C, E> aggregate;
    private final Snapshots<S> snapshots;

    public CommandRunner(EventStore store, Aggregate<S, C, E> aggregate) {
        this(store, aggregate, Snapshots.none());
    }

    public CommandRunner(EventStore store, Aggregate<S, C, E> aggregate, Snapshots<S> snapshots) {
        this.store = store;
        this.aggregate = aggregate;
        this.snapshots = snapshots;
    }

    /**
     * Runs a command in a transaction of its own. Tries without holding the stream's lock while deciding first, and decides under
     * the lock when others keep winning, so that it always comes to an end.
     */
    public CommandResult<S, E> handle(String key, C command, CommandMetadata metadata) {
        StreamId stream = aggregate.stream(key);
        for (int attempt = 0; attempt < HOPEFUL_ATTEMPTS; attempt++) {
            Optional<CommandResult<S, E>> result = attempt(store, store::append, stream, command, metadata);
            if (result.isPresent()) {
                return keepingSnapshot(stream, result.get());
            }
        }
        return keepingSnapshot(
                stream, store.transact(Set.of(stream), transaction -> handle(transaction, key, command, metadata)));
    }

    /** Runs a command within a transaction that has locked the aggregate's stream; the caller commits. */
    public CommandResult<S, E> handle(EventTransaction transaction, String key, C command, CommandMetadata metadata) {
        StreamId stream = aggregate.stream(key);
        return attempt(transaction, transaction::append, stream, command, metadata)
                .orElseThrow(() -> new EventStoreException("Stream " + stream + " changed under its own lock"));
    }

    /** The present state, for reading. */
    public S state(String key) {
        return load(store, aggregate.stream(key)).state();
    }

    /** Only what is committed may become a snapshot. */
    private CommandResult<S, E> keepingSnapshot(StreamId stream, CommandResult<S, E> result) {
        if (result instanceof CommandResult.Done<S, E>(var events, var state, var version, var repeated)
                && !repeated
                && snapshots.worthKeeping(version - events.size(), version)) {
            snapshots.keep(stream, new Snapshot<>(version, state));
        }
        return result;
    }

    private Optional<CommandResult<S, E>> attempt(
            StreamReader reader, Appender appender, StreamId stream, C command, CommandMetadata metadata) {
        Loaded<S> loaded = load(reader, stream);
        Optional<CommandResult<S, E>> earlier = earlierResult(reader, stream, loaded, metadata.commandId());
        if (earlier.isPresent()) {
            return earlier;
        }
        return switch (aggregate.decider().decide(loaded.state(), command)) {
            case Decision.Refused<E>(Refusal refusal) ->
                Optional.of(new CommandResult.Refused<>(refusal, loaded.state(), loaded.version()));
            case Decision.Accepted<E>(List<E> events)
            when events.isEmpty() ->
                Optional.of(new CommandResult.Done<>(events, loaded.state(), loaded.version(), false));
            case Decision.Accepted<E>(List<E> events) -> append(appender, stream, loaded, events, metadata);
        };
    }

    private Optional<CommandResult<S, E>> append(
            Appender appender, StreamId stream, Loaded<S> loaded, List<E> events, CommandMetadata metadata) {
        EventMetadata eventMetadata = metadata.eventMetadata();
        List<NewEvent> newEvents = new ArrayList<>(events.size());
        S state = loaded.state();
        for (E event : events) {
            newEvents.add(new NewEvent(
                    EventIds.ofCommand(metadata.commandId(), stream, newEvents.size()),
                    aggregate.codec().typeOf(event),
                    aggregate.codec().encode(event),
                    eventMetadata));
            state = aggregate.decider().evolve(state, event);
        }
        return switch (appender.append(List.of(new StreamAppend(stream, loaded.version(), newEvents)))) {
            case Appended _ -> {
                long version = loaded.version() + events.size();
                yield Optional.of(new CommandResult.Done<>(events, state, version, false));
            }
            case Conflict _ -> Optional.empty();
        };
    }

    private Loaded<S> load(StreamReader reader, StreamId stream) {
        Optional<Snapshot<S>> snapshot = snapshots.latest(stream);
        S state = snapshot.map(Snapshot::state).orElseGet(aggregate.decider()::initial);
        long start = snapshot.map(Snapshot::version).orElse(0L);
        long version = start;
        List<RecordedEvent> recent = new ArrayList<>();
        List<RecordedEvent> page;
        do {
            page = reader.read(stream, version, PAGE);
            for (RecordedEvent event : page) {
                state = aggregate.decider().evolve(state, aggregate.codec().decode(event.type(), event.data()));
                version = event.version();
            }
            recent.addAll(page);
        } while (page.size() == PAGE);
        return new Loaded<>(state, version, start, recent);
    }

    private Optional<CommandResult<S, E>> earlierResult(
            StreamReader reader, StreamId stream, Loaded<S> loaded, UUID commandId) {
        UUID firstId = EventIds.ofCommand(commandId, stream, 0);
        Optional<RecordedEvent> first = loaded.recent().stream()
                .filter(event -> event.id().equals(firstId))
                .findFirst()
                .or(() -> loaded.replayedFrom() == 0 ? Optional.empty() : reader.find(firstId));
        return first.map(event -> new CommandResult.Done<>(
                eventsOfCommand(reader, stream, event.version(), commandId), loaded.state(), loaded.version(), true));
    }

    private List<E> eventsOfCommand(StreamReader reader, StreamId stream, long firstVersion, UUID commandId) {
        List<E> events = new ArrayList<>();
        List<RecordedEvent> page;
        do {
            page = reader.read(stream, firstVersion - 1 + events.size(), PAGE);
            for (RecordedEvent event : page) {
                if (!event.id().equals(EventIds.ofCommand(commandId, stream, events.size()))) {
                    return events;
                }
                events.add(aggregate.codec().decode(event.type(), event.data()));
            }
        } while (page.size() == PAGE);
        return events;
    }

    private record Loaded<S>(S state, long version, long replayedFrom, List<RecordedEvent> recent) {}

    @FunctionalInterface
    private interface Appender {
        AppendResult append(List<StreamAppend> appends);
    }
}
