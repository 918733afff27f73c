package dev.lockstep.eventsourcing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult.Done;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.Counter;
import dev.lockstep.eventsourcing.Counter.Command.Add;
import dev.lockstep.eventsourcing.Counter.Event.Added;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSnapshotsTest {

    private static final TestDatabase DATABASE = TestDatabase.shared();

    private final EventStore store = new PostgresEventStore(DATABASE.pool());
    private final CommandRunner<Counter.State, Counter.Command, Counter.Event> counters = new CommandRunner<>(
            store,
            Counter.aggregate(),
            new PostgresSnapshots<>(
                    DATABASE.pool(), JsonMapper.builder().build(), Counter.State.class, "counter.v1", 10));

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
