package dev.lockstep.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.AppendResult.Conflict;
import dev.lockstep.eventsourcing.Counter.Command.Add;
import dev.lockstep.eventsourcing.Counter.Event.Added;
import dev.lockstep.eventsourcing.memory.InMemoryEventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every event store must do, whatever it is made of. */
public abstract class EventStoreContract {

    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789012Z");

    protected EventStore store = emptyStore();

    /** A store that has no events. */
    protected abstract EventStore emptyStore();

    @BeforeEach
    void startWithAnEmptyStore() {
        store = emptyStore();
    }

    @Test
    void givesBackWhatWasAppended() {
        StreamId stream = stream("contoso:clu01");
        NewEvent event = event(stream, "{\"text\":\"Größe \\\"1\\\" \\\\ {x}, NULL 𝄞\"}");

        assertThat(store.append(List.of(new StreamAppend(stream, 0, List.of(event)))))
                .isEqualTo(new Appended());

        RecordedEvent recorded = store.read(stream, 0, 10).getFirst();
        assertThat(recorded.stream()).isEqualTo(stream);
        assertThat(recorded.version()).isEqualTo(1);
        assertThat(recorded.id()).isEqualTo(event.id());
        assertThat(recorded.type()).isEqualTo(event.type());
        assertThat(recorded.data()).isEqualTo(event.data());
        assertThat(recorded.metadata()).isEqualTo(event.metadata());
        assertThat(store.find(event.id())).contains(recorded);
        assertThat(store.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void readsAStreamInPages() {
        StreamId stream = stream("a");
        append(stream, 0, 5);
        append(stream("b"), 0, 3);

        assertThat(store.read(stream, 0, 2)).extracting(RecordedEvent::version).containsExactly(1L, 2L);
        assertThat(store.read(stream, 2, 2)).extracting(RecordedEvent::version).containsExactly(3L, 4L);
        assertThat(store.read(stream, 4, 2)).extracting(RecordedEvent::version).containsExactly(5L);
        assertThat(store.read(stream, 5, 2)).isEmpty();
    }

    @Test
    void refusesAnAppendThatExpectsAnotherVersion() {
        StreamId stream = stream("a");
        append(stream, 0, 2);

        for (long expected : new long[] {0, 1, 3}) {
            assertThat(store.append(List.of(new StreamAppend(stream, expected, List.of(event(stream, "{}"))))))
                    .isEqualTo(new Conflict(stream, expected, 2));
        }
        assertThat(store.read(stream, 0, 10)).hasSize(2);
    }

    @Test
    void appendsToManyStreamsOrToNone() {
        StreamId a = stream("a");
        StreamId b = stream("b");
        append(b, 0, 1);

        AppendResult refused = store.append(List.of(
                new StreamAppend(a, 0, List.of(event(a, "{}"))), new StreamAppend(b, 0, List.of(event(b, "{}")))));
        assertThat(refused).isEqualTo(new Conflict(b, 0, 1));
        assertThat(store.read(a, 0, 10)).isEmpty();

        AppendResult appended = store.append(List.of(
                new StreamAppend(a, 0, List.of(event(a, "{}"), event(a, "{}"))),
                new StreamAppend(b, 1, List.of(event(b, "{}")))));
        assertThat(appended).isEqualTo(new Appended());
        assertThat(store.read(a, 0, 10)).hasSize(2);
        assertThat(store.read(b, 0, 10)).hasSize(2);
    }

    @Test
    void refusesAnEventIdThatExists() {
        StreamId a = stream("a");
        NewEvent event = event(a, "{}");
        store.append(List.of(new StreamAppend(a, 0, List.of(event))));

        StreamAppend again = new StreamAppend(stream("b"), 0, List.of(event));
        assertThatThrownBy(() -> store.append(List.of(again))).isInstanceOf(DuplicateEventException.class);
        assertThat(store.read(stream("b"), 0, 10)).isEmpty();
    }

    @Test
    void refusesToMoveAStreamToAnotherPartitionKey() {
        StreamId stream = stream("a");
        append(stream, 0, 1);
        NewEvent elsewhere = new NewEvent(
                UUID.randomUUID(),
                "lockstep.test.added.v2",
                "{}",
                new EventMetadata("tester", UUID.randomUUID(), UUID.randomUUID(), "elsewhere", TIME));

        assertThatThrownBy(() -> store.append(List.of(new StreamAppend(stream, 1, List.of(elsewhere)))))
                .isInstanceOf(PartitionKeyChangedException.class);
        assertThat(store.read(stream, 0, 10)).hasSize(1);
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        StreamId stream = stream("a");
        UUID message = UUID.randomUUID();

        assertThatThrownBy(() -> store.transact(Set.of(stream), transaction -> {
                    transaction.register("consumer", List.of(message));
                    transaction.append(List.of(new StreamAppend(stream, 0, List.of(event(stream, "{}")))));
                    assertThat(transaction.read(stream, 0, 10)).hasSize(1);
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("on purpose");

        assertThat(store.read(stream, 0, 10)).isEmpty();
        assertThat(store.log().read(EventCursor.START, 10)).isEmpty();
        assertThat(store.<Set<UUID>>transact(Set.of(), tx -> tx.register("consumer", List.of(message))))
                .containsExactly(message);
    }

    @Test
    void aConflictLeavesATransactionUsable() {
        StreamId stream = stream("a");
        append(stream, 0, 1);

        store.transact(Set.of(stream), transaction -> {
            assertThat(transaction.append(List.of(new StreamAppend(stream, 0, List.of(event(stream, "{}"))))))
                    .isInstanceOf(Conflict.class);
            return transaction.append(List.of(new StreamAppend(stream, 1, List.of(event(stream, "{}")))));
        });

        assertThat(store.read(stream, 0, 10)).hasSize(2);
    }

    @Test
    void aTransactionAppendsOnlyWhereItLocked() {
        StreamAppend append = new StreamAppend(stream("b"), 0, List.of(event(stream("b"), "{}")));
        assertThatThrownBy(() -> store.transact(Set.of(stream("a")), tx -> tx.append(List.of(append))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not locked");
    }

    @Test
    void registersEachMessageOncePerConsumer() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();

        assertThat(register("one", first, first)).containsExactly(first);
        assertThat(register("one", first, second)).containsExactly(second);
        assertThat(register("two", first)).containsExactly(first);
    }

    @Test
    void theLogHasEveryEventInOrderAndCanBeResumedAnywhere() {
        append(stream("a"), 0, 3);
        append(stream("b"), 0, 2);
        append(stream("a"), 3, 2);

        List<RecordedEvent> all = store.log().read(EventCursor.START, 100);
        assertThat(all)
                .extracting(event -> event.stream().key() + event.version())
                .containsExactly("a1", "a2", "a3", "b1", "b2", "a4", "a5");
        assertThat(all).extracting(RecordedEvent::cursor).isSorted();
        for (int passed = 1; passed <= all.size(); passed++) {
            assertThat(store.log().read(all.get(passed - 1).cursor(), 100)).isEqualTo(all.subList(passed, all.size()));
        }
        assertThat(store.log().read(EventCursor.START, 4)).isEqualTo(all.subList(0, 4));
    }

    @Test
    void aRepeatedCommandHasNoSecondEffect() {
        repeatsACommand(new CommandRunner<>(store, Counter.aggregate()));
        store = emptyStore();
        repeatsACommand(cachingRunner());
    }

    private static void repeatsACommand(CommandRunner<Counter.State, Counter.Command, Counter.Event> counters) {
        CommandMetadata metadata = Counter.metadata(UUID.randomUUID(), "contoso");
        CommandMetadata other = Counter.metadata(UUID.randomUUID(), "contoso");

        counters.handle("a", new Add(2, 2), metadata);
        counters.handle("a", new Add(Counter.LIMIT - 4, 1), other);
        CommandResult<Counter.State, Counter.Event> repeated = counters.handle("a", new Add(2, 2), metadata);

        assertThat(repeated)
                .isEqualTo(new CommandResult.Done<>(
                        List.of(new Added(2), new Added(2)), new Counter.State(Counter.LIMIT), 3, true));
        assertThat(counters.state("a").sum()).isEqualTo(Counter.LIMIT);
        assertThat(counters.handle("a", new Add(2, 2), Counter.metadata(UUID.randomUUID(), "contoso")))
                .isInstanceOf(CommandResult.Refused.class);
    }

    @Test
    void concurrentCommandsOnOneAggregateAllCountOnce() throws Exception {
        CommandRunner<Counter.State, Counter.Command, Counter.Event> plain =
                new CommandRunner<>(store, Counter.aggregate());
        runsEachCommandOnce(plain, plain);
        store = emptyStore();
        runsEachCommandOnce(cachingRunner(), cachingRunner());
    }

    private void runsEachCommandOnce(
            CommandRunner<Counter.State, Counter.Command, Counter.Event> counters,
            CommandRunner<Counter.State, Counter.Command, Counter.Event> rival)
            throws Exception {
        List<UUID> commands =
                IntStream.range(0, 50).mapToObj(_ -> UUID.randomUUID()).toList();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<CommandResult<Counter.State, Counter.Event>>> calls = new ArrayList<>();
            for (UUID command : commands) {
                calls.add(() -> counters.handle("a", new Add(1, 2), Counter.metadata(command, "contoso")));
                calls.add(() -> rival.handle("a", new Add(1, 2), Counter.metadata(command, "contoso")));
            }
            int repeated = 0;
            for (Future<CommandResult<Counter.State, Counter.Event>> call : threads.invokeAll(calls)) {
                repeated += call.get() instanceof CommandResult.Done<?, ?> done && done.repeated() ? 1 : 0;
            }
            assertThat(repeated).isEqualTo(50);
        }
        assertThat(counters.state("a").sum()).isEqualTo(100);
        assertThat(store.log().read(EventCursor.START, 1000))
                .extracting(RecordedEvent::version)
                .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
    }

    @Test
    void aRefusalOnACachedStateIsNeverStale() {
        CommandRunner<Counter.State, Counter.Command, Counter.Event> one = cachingRunner();
        CommandRunner<Counter.State, Counter.Command, Counter.Event> two = cachingRunner();
        one.handle("a", new Add(Counter.LIMIT, 1), Counter.metadata(UUID.randomUUID(), "contoso"));
        two.handle("a", new Add(-10, 1), Counter.metadata(UUID.randomUUID(), "contoso"));

        assertThat(one.handle("a", new Add(10, 1), Counter.metadata(UUID.randomUUID(), "contoso")))
                .isEqualTo(
                        new CommandResult.Done<>(List.of(new Added(10)), new Counter.State(Counter.LIMIT), 3, false));
    }

    @Test
    void aCommandThatWasMadeForAnEarlierStateIsNotRun() {
        CommandRunner<Counter.State, Counter.Command, Counter.Event> one = cachingRunner();
        CommandRunner<Counter.State, Counter.Command, Counter.Event> two = cachingRunner();
        one.handle("a", new Add(1, 1), Counter.metadata(UUID.randomUUID(), "contoso"));
        long seen = one.latest("a").version();
        two.handle("a", new Add(2, 1), Counter.metadata(UUID.randomUUID(), "contoso"));

        assertThat(asOf(seen, one)).isEmpty();
        assertThat(one.latest("a")).isEqualTo(new Snapshots.Snapshot<>(2, new Counter.State(3)));
        assertThat(asOf(2, one))
                .contains(new CommandResult.Done<>(List.of(new Added(4)), new Counter.State(7), 3, false));
    }

    private Optional<CommandResult<Counter.State, Counter.Event>> asOf(
            long version, CommandRunner<Counter.State, Counter.Command, Counter.Event> counters) {
        return store.transact(
                Set.of(Counter.aggregate().stream("a")),
                transaction -> counters.handleAsOf(
                        version, transaction, "a", new Add(4, 1), Counter.metadata(UUID.randomUUID(), "contoso")));
    }

    /** Commands that repeat, that are refused and that lead to nothing, from two processes with caches, against one without. */
    @Test
    void runnersWithCachesThatContendAnswerExactlyAsOneWithout() {
        CommandRunner<Counter.State, Counter.Command, Counter.Event> plain =
                new CommandRunner<>(new InMemoryEventStore(), Counter.aggregate());
        List<CommandRunner<Counter.State, Counter.Command, Counter.Event>> caching =
                List.of(cachingRunner(), cachingRunner());
        Random random = new Random(20_261_122);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            boolean again = !ids.isEmpty() && random.nextInt(5) == 0;
            UUID id = again ? ids.get(random.nextInt(ids.size())) : new UUID(random.nextLong(), random.nextLong());
            ids.add(id);
            String key = "k" + random.nextInt(4);
            Add command = new Add(random.nextLong(-Counter.LIMIT / 2, Counter.LIMIT / 2), random.nextInt(3));

            assertThat(caching.get(random.nextInt(2)).handle(key, command, Counter.metadata(id, key)))
                    .as("command %d", i)
                    .isEqualTo(plain.handle(key, command, Counter.metadata(id, key)));
        }
        for (int key = 0; key < 4; key++) {
            assertThat(caching.getFirst().state("k" + key)).isEqualTo(plain.state("k" + key));
        }
    }

    @Test
    void aStateThatWasRolledBackIsNotCached() {
        CommandRunner<Counter.State, Counter.Command, Counter.Event> counters = cachingRunner();
        counters.handle("a", new Add(1, 1), Counter.metadata(UUID.randomUUID(), "contoso"));

        assertThatThrownBy(() -> store.transact(Set.of(stream("a")), transaction -> {
                    counters.handle(transaction, "a", new Add(5, 1), Counter.metadata(UUID.randomUUID(), "contoso"));
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(counters.handle("a", new Add(1, 1), Counter.metadata(UUID.randomUUID(), "contoso")))
                .isEqualTo(new CommandResult.Done<>(List.of(new Added(1)), new Counter.State(2), 2, false));
    }

    /** With room for fewer streams than the tests use, so that states come and go. */
    private CommandRunner<Counter.State, Counter.Command, Counter.Event> cachingRunner() {
        return new CommandRunner<>(store, Counter.aggregate(), Snapshots.none(), new StateCache<>(3, 1_000, _ -> 1));
    }

    private Set<UUID> register(String consumer, UUID... messages) {
        return store.transact(Set.of(), transaction -> transaction.register(consumer, List.of(messages)));
    }

    private void append(StreamId stream, long expectedVersion, int count) {
        List<NewEvent> events =
                IntStream.range(0, count).mapToObj(_ -> event(stream, "{}")).toList();
        assertThat(store.append(List.of(new StreamAppend(stream, expectedVersion, events))))
                .isEqualTo(new Appended());
    }

    private static StreamId stream(String key) {
        return new StreamId("counter", key);
    }

    private static NewEvent event(StreamId stream, String data) {
        return new NewEvent(
                UUID.randomUUID(),
                "lockstep.test.added.v2",
                data,
                new EventMetadata("tester", UUID.randomUUID(), UUID.randomUUID(), stream.key(), TIME));
    }
}
