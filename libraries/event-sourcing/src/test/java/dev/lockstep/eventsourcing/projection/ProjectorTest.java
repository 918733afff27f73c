package dev.lockstep.eventsourcing.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.eventsourcing.AppendSignal;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.TestEvents;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectorTest {

    private static final String TOTAL = "select coalesce(sum(events), 0) from stream_size";

    private final TestDatabase database = TestDatabase.shared();
    private final EventStore store = new PostgresEventStore(database.pool());
    private final Sizes sizes = new Sizes();
    private final Projector projector = new Projector(sizes, database.pool());

    /** Counts the events of each stream. */
    private static final class Sizes implements Projection {

        private volatile Runnable beforeEachBatch = () -> {};

        @Override
        public String name() {
            return "sizes";
        }

        @Override
        public List<String> tables() {
            return List.of("stream_size");
        }

        @Override
        public void apply(List<RecordedEvent> events, Connection connection) throws SQLException {
            beforeEachBatch.run();
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into stream_size (stream, events) values (?, 1)
                    on conflict (stream) do update set events = stream_size.events + 1
                    """)) {
                for (RecordedEvent event : events) {
                    statement.setString(1, event.stream().toString());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    @BeforeEach
    void createView() {
        database.execute(
                "create table stream_size (stream text primary key, events bigint not null check (events > 0))");
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void loopSurvivesAnErrorAndSaysSo() {
        AtomicBoolean failing = new AtomicBoolean(true);
        sizes.beforeEachBatch = () -> {
            if (failing.get()) {
                throw new StackOverflowError("nested too deeply");
            }
        };
        append(3);
        try (ProjectorLoop loop = ProjectorLoop.start(projector, "sizes", new AppendSignal())) {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(loop.lastError())
                            .hasValueSatisfying(error -> assertThat(error).contains("nested too deeply")));

            failing.set(false);

            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(database.query(TOTAL)).containsExactly("3"));
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(loop.lastError()).isEmpty());
        }
    }

    @Test
    void countsEachEventOnceWhoeverAdvances() throws Exception {
        append(300);
        try (ExecutorService replicas = Executors.newFixedThreadPool(3)) {
            List<Future<Long>> runs = new ArrayList<>();
            for (int replica = 0; replica < 3; replica++) {
                runs.add(replicas.submit(new Projector(sizes, database.pool())::catchUp));
            }
            for (Future<Long> run : runs) {
                run.get();
            }
        }
        projector.catchUp();
        assertThat(database.query(TOTAL)).containsExactly("300");
        assertThat(projector.lag(1_000)).isZero();
    }

    @Test
    void aFailedBatchLeavesViewAndProgressAsTheyWere() {
        append(10);
        sizes.beforeEachBatch = () -> {
            throw new IllegalStateException("on purpose");
        };
        assertThatThrownBy(projector::advance).hasMessage("on purpose");
        assertThat(projector.lag(1_000)).isEqualTo(10);

        sizes.beforeEachBatch = () -> {};
        projector.catchUp();
        assertThat(database.query(TOTAL)).containsExactly("10");
    }

    @Test
    void anIdleViewWritesNothing() {
        append(1);
        projector.catchUp();
        String rowVersions = "select xmin::text || ' ' || xmax::text from projection_progress";
        List<String> before = database.query(rowVersions);
        for (int i = 0; i < 20; i++) {
            assertThat(projector.advance()).isZero();
        }
        assertThat(database.query(rowVersions)).isEqualTo(before);
    }

    @Test
    void aRebuildRepairsAViewWhileItServesAndEventsKeepComing() throws Exception {
        append(12_000);
        projector.catchUp();
        database.execute("update stream_size set events = events + 100000");
        AtomicBoolean done = new AtomicBoolean();

        try (ExecutorService threads = Executors.newCachedThreadPool();
                ProjectorLoop _ =
                        ProjectorLoop.start(new Projector(sizes, database.pool()), "sizes", new AppendSignal())) {
            Future<Integer> writer = threads.submit(() -> {
                int appended = 0;
                while (!done.get()) {
                    append(3);
                    appended += 3;
                }
                return appended;
            });
            Future<List<Long>> reader = threads.submit(() -> {
                List<Long> totals = new ArrayList<>();
                while (!done.get()) {
                    totals.add(Long.parseLong(database.query(TOTAL).getFirst()));
                }
                return totals;
            });
            Projector.Rebuilt rebuilt = projector.rebuild();
            done.set(true);

            assertThat(rebuilt.events()).isGreaterThanOrEqualTo(12_000);
            int appended = writer.get();
            assertThat(reader.get()).isNotEmpty().allMatch(total -> total >= 12_000);
            projector.catchUp();
            while (projector.lag(10) > 0) {
                projector.catchUp();
            }
            assertThat(database.query(TOTAL)).containsExactly(Integer.toString(12_000 + appended));
        }
        assertThat(database.query("select count(*) from information_schema.schemata where schema_name = 'next_sizes'"))
                .containsExactly("0");
        assertThatThrownBy(() -> database.execute("insert into stream_size values ('x', 0)"))
                .hasMessageContaining("check");
    }

    @Test
    void aRebuildThatFailsLeavesTheLiveViewAloneAndCanBeRepeated() {
        append(10);
        projector.catchUp();
        sizes.beforeEachBatch = () -> {
            throw new IllegalStateException("on purpose");
        };
        assertThatThrownBy(projector::rebuild).hasMessage("on purpose");
        assertThat(database.query(TOTAL)).containsExactly("10");

        sizes.beforeEachBatch = () -> {};
        assertThat(projector.rebuild().events()).isEqualTo(10);
        assertThat(database.query(TOTAL)).containsExactly("10");
    }

    @Test
    void oneRebuildAtATime() {
        append(1);
        sizes.beforeEachBatch = () -> {
            sizes.beforeEachBatch = () -> {};
            assertThatThrownBy(() -> new Projector(sizes, database.pool()).rebuild())
                    .isInstanceOf(EventStoreException.class)
                    .hasMessageContaining("already");
        };
        assertThat(projector.rebuild().events()).isEqualTo(1);
    }

    private void append(int count) {
        for (int done = 0; done < count; done += 100) {
            TestEvents.appendNext(store, TestEvents.stream("k/" + done / 100 % 7), Math.min(100, count - done));
        }
    }
}
