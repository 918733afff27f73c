package dev.lockstep.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.eventsourcing.Counter.Command.Add;
import dev.lockstep.eventsourcing.Snapshots.Snapshot;
import dev.lockstep.eventsourcing.memory.InMemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StateCacheTest {

    private static final StreamId A = new StreamId("text", "a");
    private static final StreamId B = new StreamId("text", "b");
    private static final StreamId C = new StreamId("text", "c");

    private final StateCache<String> cache = new StateCache<>(2, 10, String::length);

    @Test
    void forgetsTheLeastRecentlyUsedOfTooMany() {
        cache.keep(A, new Snapshot<>(1, "a"));
        cache.keep(B, new Snapshot<>(1, "b"));
        cache.latest(A);
        cache.keep(C, new Snapshot<>(1, "c"));

        assertThat(cache.latest(A)).contains(new Snapshot<>(1, "a"));
        assertThat(cache.latest(B)).isEmpty();
        assertThat(cache.latest(C)).isPresent();
    }

    @Test
    void forgetsWhatWeighsTooMuchTogether() {
        cache.keep(A, new Snapshot<>(1, "123456"));
        cache.keep(B, new Snapshot<>(1, "12345"));
        assertThat(cache.latest(A)).isEmpty();
        assertThat(cache.latest(B)).isPresent();

        cache.keep(B, new Snapshot<>(2, "1234567890+"));
        assertThat(cache.latest(B))
                .as("too heavy alone, and the older one is no longer true")
                .isEmpty();

        cache.keep(A, new Snapshot<>(1, "12345"));
        cache.drop(A);
        cache.keep(B, new Snapshot<>(3, "1234567890"));
        assertThat(cache.latest(B)).as("a dropped state weighs nothing").isPresent();
    }

    @Test
    void keepsTheNewerState() {
        cache.keep(A, new Snapshot<>(3, "new"));
        cache.keep(A, new Snapshot<>(2, "old"));

        assertThat(cache.latest(A)).contains(new Snapshot<>(3, "new"));
    }

    @Test
    void aCommandOnACachedStateIsOneAppendAndNothingElse() {
        CountingStore store = new CountingStore();
        CommandRunner<Counter.State, Counter.Command, Counter.Event> counters =
                new CommandRunner<>(store, Counter.aggregate(), Snapshots.none(), new StateCache<>(10, 1_000, _ -> 1));
        counters.handle("a", new Add(1, 1), Counter.metadata(UUID.randomUUID(), "contoso"));
        store.calls.clear();

        for (int i = 0; i < 3; i++) {
            counters.handle("a", new Add(1, 2), Counter.metadata(UUID.randomUUID(), "contoso"));
        }

        assertThat(store.calls).containsExactly("append", "append", "append");
        assertThat(counters.state("a")).isEqualTo(new Counter.State(7));
    }

    /** Notes what is asked of the store. */
    private static final class CountingStore implements EventStore {

        private final EventStore store = new InMemoryEventStore();
        private final List<String> calls = new ArrayList<>();

        @Override
        public AppendResult append(List<StreamAppend> appends) {
            calls.add("append");
            return store.append(appends);
        }

        @Override
        public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
            calls.add("transact");
            return store.transact(streams, work);
        }

        @Override
        public EventLog log() {
            return store.log();
        }

        @Override
        public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
            calls.add("read");
            return store.read(stream, afterVersion, limit);
        }

        @Override
        public Optional<RecordedEvent> find(UUID eventId) {
            calls.add("find");
            return store.find(eventId);
        }
    }
}
