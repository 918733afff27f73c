package dev.lockstep.eventsourcing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.CommandResult.Done;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.Counter;
import dev.lockstep.eventsourcing.Counter.Command.Add;
import dev.lockstep.eventsourcing.Counter.Event.Added;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StateCache;
import dev.lockstep.eventsourcing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSnapshotsTest {

    private static final TestDatabase DATABASE = TestDatabase.shared();

    private static final PostgresSnapshots<Counter.State> SNAPSHOTS = new PostgresSnapshots<>(
            DATABASE.pool(), JsonMapper.builder().build(), Counter.State.class, "counter.v1", 10);

    private final EventStore store = new PostgresEventStore(DATABASE.pool());
    private final CommandRunner<Counter.State, Counter.Command, Counter.Event> counters =
            new CommandRunner<>(store, Counter.aggregate(), SNAPSHOTS);

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.deleteEverything();
    }

    @Test
    void aSnapshotIsKeptEveryNowAndThenAndUsed() {
        add(25);
        assertThat(DATABASE.query("select version from stream_snapshot")).containsExactly("20");

        // A state that the events do not lead to shows that the snapshot is used.
        DATABASE.execute("update stream_snapshot set state = '{\"sum\":1000}'");
        assertThat(counters.state("a").sum()).isEqualTo(1005);
    }

    @Test
    void snapshotsThatAreDeletedDamagedOrOfAnotherSchemaMakeNoDifference() {
        add(25);
        for (String harm : new String[] {
            "update stream_snapshot set state = '[]'",
            "update stream_snapshot set version = 1000, state = '{\"sum\":1000}'",
            "update stream_snapshot set schema = 'counter.v0'",
            "delete from stream_snapshot"
        }) {
            DATABASE.execute(harm);
            assertThat(counters.state("a").sum()).as(harm).isEqualTo(25);
        }
    }

    @Test
    void aRepeatedCommandIsNoticedThoughItsEventsAreBehindTheSnapshot() {
        CommandMetadata first = Counter.metadata(UUID.randomUUID(), "contoso");
        counters.handle("a", new Add(5, 3), first);
        add(25);

        assertThat(counters.handle("a", new Add(5, 3), first))
                .isEqualTo(
                        new Done<>(List.of(new Added(5), new Added(5), new Added(5)), new Counter.State(40), 28, true));
        assertThat(counters.state("a").sum()).isEqualTo(40);
    }

    @Test
    void whatIsNotCommittedNeverBecomesASnapshot() {
        try {
            store.transact(Set.of(Counter.aggregate().stream("a")), this::addManyAndFail);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("on purpose");
        }
        assertThat(DATABASE.query("select version from stream_snapshot")).isEmpty();
        assertThat(counters.state("a").sum()).isZero();
    }

    @Test
    void aTransactionUsesWhatWasRecalledBeforeAndNoSnapshotOfItsOwn() {
        StateCache<Counter.State> cache = new StateCache<>(10, 10, _ -> 1);
        CommandRunner<Counter.State, Counter.Command, Counter.Event> runner =
                new CommandRunner<>(store, Counter.aggregate(), SNAPSHOTS, cache);
        add(25);
        DATABASE.execute("update stream_snapshot set state = '{\"sum\":1000}'");

        assertThat(stateInATransaction(runner).sum()).as("all events are read").isEqualTo(26);
        cache.drop(Counter.aggregate().stream("a"));
        runner.recall("a");
        assertThat(stateInATransaction(runner).sum()).as("from the snapshot").isEqualTo(1000 + 7);
    }

    private Counter.State stateInATransaction(CommandRunner<Counter.State, Counter.Command, Counter.Event> runner) {
        CommandResult<Counter.State, Counter.Event> result = store.transact(
                Set.of(Counter.aggregate().stream("a")),
                transaction ->
                        runner.handle(transaction, "a", new Add(1, 1), Counter.metadata(UUID.randomUUID(), "contoso")));
        return ((Done<Counter.State, Counter.Event>) result).state();
    }

    private String addManyAndFail(EventTransaction transaction) {
        counters.handle(transaction, "a", new Add(1, 30), Counter.metadata(UUID.randomUUID(), "contoso"));
        throw new IllegalStateException("on purpose");
    }

    private void add(int times) {
        for (int i = 0; i < times; i++) {
            counters.handle("a", new Add(1, 1), Counter.metadata(UUID.randomUUID(), "contoso"));
        }
    }
}
