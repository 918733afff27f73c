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
 *
 * <p>With a cache, a command usually costs one append and nothing else: it is decided on the state that this process knew last,
 * and the append proves that the stream has not moved on. An answer without events proves nothing, so a refusal on a cached state
 * is decided again on what the stream says. The answers are the same with a cache and without.
 */
public final class CommandRunner<S, C, E> {

    private static final int HOPEFUL_ATTEMPTS = 2;
    private static final int PAGE = 500;

    private final EventStore store;
    private final Aggregate<S, C, E> aggregate;
    private final Snapshots<S> snapshots;
    private final StateCache<S> cache;

    public CommandRunner(EventStore store, Aggregate<S, C, E> aggregate) {
        this(store, aggregate, Snapshots.none(), StateCache.none());
    }

    public CommandRunner(EventStore store, Aggregate<S, C, E> aggregate, Snapshots<S> snapshots) {
        this(store, aggregate, snapshots, StateCache.none());
    }

    /**
     * A runner.
     *
     * @param snapshots states kept in the database, for all processes
     * @param cache states kept in this process, for this runner alone
     */
    public CommandRunner(EventStore store, Aggregate<S, C, E> aggregate, Snapshots<S> snapshots, StateCache<S> cache) {
        this.store = store;
        this.aggregate = aggregate;
        this.snapshots = snapshots;
        this.cache = cache;
    }

    /**
     * Runs a command in a transaction of its own. Tries without holding the stream's lock while deciding first, and decides under
     * the lock when others keep winning, so that it always comes to an end.
     */
    public CommandResult<S, E> handle(String key, C command, CommandMetadata metadata) {
        StreamId stream = aggregate.stream(key);
        try {
            CommandResult<S, E> result = decideOnCachedState(stream, command, metadata)
                    .or(() -> decideOnLoadedState(stream, command, metadata))
                    .orElseGet(() ->
                            store.transact(Set.of(stream), transaction -> handle(transaction, key, command, metadata)));
            committed(stream, result);
            return result;
        } catch (EventStoreException e) {
            cache.drop(stream);
            throw e;
        }
    }

    /**
     * Runs a command within a transaction that has locked the aggregate's stream; the caller commits, and may say so to
     * {@link #committed} then.
     */
    public CommandResult<S, E> handle(EventTransaction transaction, String key, C command, CommandMetadata metadata) {
        StreamId stream = aggregate.stream(key);
        return underLock(load(transaction, stream, cache.latest(stream)), transaction, stream, command, metadata);
    }

    /**
     * Runs a command that was made for a state, as {@link #handle(EventTransaction, String, Object, CommandMetadata)} does.
     *
     * @param version of that state
     * @return empty when the stream is at another version; nothing was done then
     */
    public Optional<CommandResult<S, E>> handleAsOf(
            long version, EventTransaction transaction, String key, C command, CommandMetadata metadata) {
        StreamId stream = aggregate.stream(key);
        Loaded<S> loaded = load(transaction, stream, cache.latest(stream));
        return loaded.version() == version
                ? Optional.of(underLock(loaded, transaction, stream, command, metadata))
                : Optional.empty();
    }

    private CommandResult<S, E> underLock(
            Loaded<S> loaded, EventTransaction transaction, StreamId stream, C command, CommandMetadata metadata) {
        return attempt(loaded, transaction, transaction::append, stream, command, metadata)
                .orElseThrow(() -> new EventStoreException("Stream " + stream + " changed under its own lock"));
    }

    /**
     * Makes sure, before a transaction begins, that it finds a state in the cache and reads only what has come since. In the transaction
     * itself no snapshot is read, because that would take a second connection.
     */
    public void recall(String key) {
        if (cache.latest(aggregate.stream(key)).isEmpty()) {
            state(key);
        }
    }

    /** Tells that the transaction of a command was committed; only then may its state be used by other commands. */
    public void committed(String key, CommandResult<S, E> result) {
        committed(aggregate.stream(key), result);
    }

    /** The present state, for reading. */
    public S state(String key) {
        return latest(key).state();
    }

    /** The present state and its version; that of a stream without events is 0. */
    public Snapshot<S> latest(String key) {
        StreamId stream = aggregate.stream(key);
        Loaded<S> loaded = load(store, stream, known(stream));
        cache(stream, loaded.version(), loaded.state());
        return new Snapshot<>(loaded.version(), loaded.state());
    }

    private void committed(StreamId stream, CommandResult<S, E> result) {
        switch (result) {
            case CommandResult.Refused<S, E>(var _, var state, var version) -> cache(stream, version, state);
            case CommandResult.Done<S, E>(var events, var state, var version, var repeated) -> {
                cache(stream, version, state);
                if (!repeated && snapshots.worthKeeping(version - events.size(), version)) {
                    snapshots.keep(stream, new Snapshot<>(version, state));
                }
            }
        }
    }

    private void cache(StreamId stream, long version, S state) {
        if (version > 0) {
            cache.keep(stream, new Snapshot<>(version, state));
        }
    }

    /** Empty unless events were appended: no other answer can be trusted before the stream was read. */
    private Optional<CommandResult<S, E>> decideOnCachedState(StreamId stream, C command, CommandMetadata metadata) {
        Optional<Snapshot<S>> cached = cache.latest(stream);
        if (cached.isEmpty()
                || !(aggregate.decider().decide(cached.get().state(), command)
                        instanceof Decision.Accepted<E>(List<E> events))
                || events.isEmpty()) {
            return Optional.empty();
        }
        Loaded<S> known = new Loaded<>(
                cached.get().state(), cached.get().version(), cached.get().version(), List.of());
        try {
            return append(store::append, stream, known, events, metadata);
        } catch (DuplicateEventException e) {
            // The command was carried out before: reading the stream will tell what came of it.
            return Optional.empty();
        }
    }

    private Optional<CommandResult<S, E>> decideOnLoadedState(StreamId stream, C command, CommandMetadata metadata) {
        for (int attempt = 0; attempt < HOPEFUL_ATTEMPTS; attempt++) {
            Optional<CommandResult<S, E>> result =
                    attempt(load(store, stream, known(stream)), store, store::append, stream, command, metadata);
            if (result.isPresent()) {
                return result;
            }
        }
        return Optional.empty();
    }

    private Optional<CommandResult<S, E>> attempt(
            Loaded<S> loaded,
            StreamReader reader,
            Appender appender,
            StreamId stream,
            C command,
            CommandMetadata metadata) {
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
            String type = aggregate.codec().typeOf(event);
            String data = aggregate.codec().encode(event);
            newEvents.add(new NewEvent(
                    EventIds.ofCommand(metadata.commandId(), stream, newEvents.size()), type, data, eventMetadata));
            // From what is stored, so that the state is the one that the next reader of the stream will see.
            state = aggregate.decider().evolve(state, aggregate.codec().decode(type, data));
        }
        return switch (appender.append(List.of(new StreamAppend(stream, loaded.version(), newEvents)))) {
            case Appended _ -> {
                long version = loaded.version() + events.size();
                yield Optional.of(new CommandResult.Done<>(events, state, version, false));
            }
            case Conflict(var _, long expected, long actual) -> {
                if (actual < expected) {
                    // The stream is shorter than what we knew of it: the database is not the one that it was.
                    cache.drop(stream);
                }
                yield Optional.empty();
            }
        };
    }

    /** Takes a connection of its own when the cache has nothing: not for whoever holds one already. */
    private Optional<Snapshot<S>> known(StreamId stream) {
        return cache.latest(stream).or(() -> snapshots.latest(stream));
    }

    private Loaded<S> load(StreamReader reader, StreamId stream, Optional<Snapshot<S>> known) {
        S state = known.map(Snapshot::state).orElseGet(aggregate.decider()::initial);
        long start = known.map(Snapshot::version).orElse(0L);
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
