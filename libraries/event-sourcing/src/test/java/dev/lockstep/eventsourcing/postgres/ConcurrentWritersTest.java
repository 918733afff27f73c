package dev.lockstep.eventsourcing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.AppendResult.Conflict;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.TestEvents;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many writers on few streams, readers beside them: what a reader has passed never changes behind it. */
class ConcurrentWritersTest {

    private static final int WRITERS = 8;
    private static final int EVENTS = 1_500;

    @ParameterizedTest
    @ValueSource(ints = {3, 50})
    void readersNeverMissAnEventAndSeeEveryStreamInOrder(int streams) throws Exception {
        try (TestDatabase database = TestDatabase.shared();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            EventStore store = new PostgresEventStore(database.pool());
            CountDownLatch written = new CountDownLatch(WRITERS);
            AtomicLong appended = new AtomicLong();
            List<Future<Long>> writers = new ArrayList<>();
            List<Future<List<RecordedEvent>>> readers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(threads.submit(() -> {
                    try {
                        return write(store, streams, appended);
                    } finally {
                        written.countDown();
                    }
                }));
            }
            for (int limit : new int[] {1, 7, 500}) {
                readers.add(threads.submit(follow(store, limit, written)));
            }
            for (Future<Long> writer : writers) {
                writer.get();
            }

            List<RecordedEvent> log = readAll(store);
            assertThat(log).hasSize(Math.toIntExact(appended.get())).hasSizeGreaterThanOrEqualTo(EVENTS);
            for (Future<List<RecordedEvent>> reader : readers) {
                List<RecordedEvent> seen = reader.get();
                assertContiguous(seen);
                assertThat(seen).isEqualTo(log);
            }
        }
    }

    @Test
    void appendsToManyStreamsInOppositeOrdersDoNotBlockEachOtherForEver() throws Exception {
        try (TestDatabase database = TestDatabase.shared();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            EventStore store = new PostgresEventStore(database.pool());
            StreamId one = TestEvents.stream("one");
            StreamId two = TestEvents.stream("two");
            List<Callable<Integer>> calls = new ArrayList<>();
            for (List<StreamId> order : List.of(List.of(one, two), List.of(two, one), List.of(one, two))) {
                calls.add(() -> {
                    int done = 0;
                    while (done < 100) {
                        List<StreamAppend> appends = new ArrayList<>();
                        for (StreamId stream : order) {
                            appends.add(TestEvents.append(
                                    stream, store.read(stream, 0, 1_000).size(), 1));
                        }
                        done += store.append(appends) instanceof Appended ? 1 : 0;
                    }
                    return done;
                });
            }
            for (Future<Integer> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(100);
            }
            assertThat(store.read(one, 0, 1_000)).hasSize(300);
            assertThat(store.read(two, 0, 1_000)).hasSize(300);
        }
    }

    /** Every kind of append there is; the inbox row comes between the lock and the events. */
    private static long write(EventStore store, int streams, AtomicLong appended) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Map<StreamId, Long> versions = new HashMap<>();
        long mine = 0;
        while (appended.get() < EVENTS) {
            StreamId stream = TestEvents.stream("hot/" + random.nextInt(streams));
            int count = 1 + random.nextInt(3);
            boolean done = switch (random.nextInt(3)) {
                case 0 -> appendHoping(store, stream, count, versions);
                case 1 -> appendLocking(store, Set.of(stream), count, random.nextInt(3));
                default ->
                    appendLocking(
                            store, Set.of(stream, TestEvents.stream("cold/" + random.nextInt(streams))), count, 0);
            };
            if (done) {
                mine += count;
                appended.addAndGet(count);
            }
        }
        return mine;
    }

    private static boolean appendHoping(EventStore store, StreamId stream, int count, Map<StreamId, Long> versions) {
        return switch (store.append(List.of(TestEvents.append(stream, versions.getOrDefault(stream, 0L), count)))) {
            case Appended _ -> {
                versions.merge(stream, (long) count, Long::sum);
                yield true;
            }
            case Conflict conflict -> {
                versions.put(stream, conflict.actualVersion());
                yield false;
            }
        };
    }

    private static boolean appendLocking(EventStore store, Set<StreamId> streams, int count, int sleepMillis) {
        StreamId stream = streams.iterator().next();
        return store.transact(streams, transaction -> {
            transaction.register("consumer", List.of(UUID.randomUUID()));
            try (Statement statement = transaction.connection().createStatement()) {
                statement.execute("select pg_sleep(" + sleepMillis / 1000.0 + ")");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            long version = transaction.read(stream, 0, Integer.MAX_VALUE).size();
            return transaction.append(List.of(TestEvents.append(stream, version, count))) instanceof Appended;
        });
    }

    private static Callable<List<RecordedEvent>> follow(EventStore store, int limit, CountDownLatch written) {
        return () -> {
            List<RecordedEvent> seen = new ArrayList<>();
            EventCursor cursor = EventCursor.START;
            while (true) {
                boolean last = written.getCount() == 0;
                List<RecordedEvent> page = store.log().read(cursor, limit);
                seen.addAll(page);
                if (!page.isEmpty()) {
                    cursor = page.getLast().cursor();
                } else if (last) {
                    return seen;
                }
            }
        };
    }

    private static List<RecordedEvent> readAll(EventStore store) {
        return store.log().read(EventCursor.START, Integer.MAX_VALUE);
    }

    private static void assertContiguous(List<RecordedEvent> events) {
        Map<StreamId, Long> versions = new HashMap<>();
        for (RecordedEvent event : events) {
            assertThat(event.version())
                    .as("next version of %s", event.stream())
                    .isEqualTo(versions.merge(event.stream(), 1L, Long::sum));
        }
    }
}
