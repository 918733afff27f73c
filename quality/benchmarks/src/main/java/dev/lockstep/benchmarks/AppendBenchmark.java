package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.CommandResult.Done;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.Snapshots;
import dev.lockstep.eventsourcing.StateCache;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Appends against plain inserts of the same rows into the same table by the same connections. Kinds take turns in several short
 * rounds, so that whatever else the machine does meets all of them.
 */
final class AppendBenchmark implements Benchmark {

    private static final int CONNECTIONS = 8;
    private static final int STREAMS_PER_THREAD = 500;
    private static final int ROUNDS = 5;
    private static final int KINDS = 6;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final String PLAIN_INSERT = """
            insert into event_log (stream, version, event_id, type, data, actor, correlation_id, causation_id, partition_key, happened_at)
            values (?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?)
            """;

    private int generation;

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String description() {
        return "events per second with " + CONNECTIONS + " connections, beside plain inserts of the same rows";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        try (Database database = new Database(CONNECTIONS)) {
            Duration round = time.dividedBy(ROUNDS);
            measureAll(database, WARM_UP, new double[KINDS]);
            double[] sums = new double[KINDS];
            for (int i = 0; i < ROUNDS; i++) {
                measureAll(database, round, sums);
            }
            double plain = sums[0] / ROUNDS;
            double appends = sums[1] / ROUNDS;
            double commands = sums[2] / ROUNDS;
            double cached = sums[5] / ROUNDS;
            double plainTens = sums[3] / ROUNDS;
            double tens = sums[4] / ROUNDS;
            return List.of(
                    Figure.information("plain inserts, one event per transaction", plain, "events/s"),
                    Figure.information("appends, one event each", appends, "events/s"),
                    Figure.atLeast("  against plain inserts", appends / plain, "ratio", 0.8),
                    Figure.atLeast("commands (decide on a cached state, append one event)", cached, "events/s", 7_000),
                    Figure.information("  against plain inserts", cached / plain, "ratio"),
                    Figure.information("commands without a cache (load, decide, append)", commands, "events/s"),
                    Figure.information("  against plain inserts", commands / plain, "ratio"),
                    Figure.information("plain inserts, ten events per transaction", plainTens, "events/s"),
                    Figure.atLeast("appends, ten events each", tens, "events/s", 20_000),
                    Figure.information("  against plain inserts", tens / plainTens, "ratio"));
        }
    }

    private void measureAll(Database database, Duration time, double[] sums) throws Exception {
        EventStore store = new PostgresEventStore(database.pool());
        sums[0] += fresh(database, time, streams -> plainInserts(database, streams, 1));
        sums[1] += fresh(database, time, streams -> appends(store, streams, 1));
        sums[2] += fresh(database, time, streams -> commands(store, StateCache.none(), streams));
        sums[3] += fresh(database, time, streams -> plainInserts(database, streams, 10));
        sums[4] += fresh(database, time, streams -> appends(store, streams, 10));
        sums[5] += commandsOnKnownStreams(database, store, time);
    }

    /** Every stream has had a command before the time is taken, as those that a service works on have. */
    private double commandsOnKnownStreams(Database database, EventStore store, Duration time) throws Exception {
        StateCache<SampleEvents.Facts> cache =
                new StateCache<>(CONNECTIONS * STREAMS_PER_THREAD, Long.MAX_VALUE, _ -> 1);
        return fresh(database, time, streams -> {
            Throughput.Worker worker = commands(store, cache, streams);
            for (int i = 0; i < STREAMS_PER_THREAD; i++) {
                worker.work();
            }
            return worker;
        });
    }

    private interface Kind {
        Throughput.Worker worker(Streams streams) throws Exception;
    }

    private double fresh(Database database, Duration time, Kind kind) throws Exception {
        database.execute("truncate event_log");
        generation++;
        return Throughput.measure(
                CONNECTIONS, time, thread -> kind.worker(new Streams("run" + generation + "/" + thread + "/")));
    }

    /** A thread's own streams and their versions. */
    private static final class Streams {

        private final String prefix;
        private final long[] versions = new long[STREAMS_PER_THREAD];
        private int last;

        private Streams(String prefix) {
            this.prefix = prefix;
        }

        private StreamId next() {
            last = (last + 1) % STREAMS_PER_THREAD;
            return new StreamId("facts", prefix + last);
        }

        private long advance(int events) {
            long before = versions[last];
            versions[last] += events;
            return before;
        }
    }

    private static Throughput.Worker appends(EventStore store, Streams streams, int events) {
        return () -> {
            StreamId stream = streams.next();
            if (!(store.append(List.of(SampleEvents.append(stream, streams.advance(events), events)))
                    instanceof Appended)) {
                throw new IllegalStateException("Nobody else appends to " + stream);
            }
            return events;
        };
    }

    private static Throughput.Worker commands(EventStore store, StateCache<SampleEvents.Facts> cache, Streams streams) {
        CommandRunner<SampleEvents.Facts, SampleEvents.ChangeFact, SampleEvents.FactChanged> runner =
                new CommandRunner<>(store, SampleEvents.AGGREGATE, Snapshots.none(), cache);
        return () -> {
            String key = streams.next().key();
            if (!(runner.handle(key, SampleEvents.command(), SampleEvents.commandMetadata(key))
                    instanceof Done<?, ?>)) {
                throw new IllegalStateException("The command was refused");
            }
            return 1;
        };
    }

    private static Throughput.Worker plainInserts(Database database, Streams streams, int events) {
        return () -> {
            StreamId stream = streams.next();
            long version = streams.advance(events);
            try (Connection connection = database.pool().getConnection();
                    PreparedStatement statement = connection.prepareStatement(PLAIN_INSERT)) {
                connection.setAutoCommit(events == 1);
                for (int i = 1; i <= events; i++) {
                    bind(statement, stream, version + i, SampleEvents.event(stream.key()));
                    statement.addBatch();
                }
                statement.executeBatch();
                if (events > 1) {
                    connection.commit();
                    connection.setAutoCommit(true);
                }
            }
            return events;
        };
    }

    private static void bind(PreparedStatement statement, StreamId stream, long version, NewEvent event)
            throws SQLException {
        statement.setString(1, stream.toString());
        statement.setLong(2, version);
        statement.setObject(3, event.id());
        statement.setString(4, event.type());
        statement.setString(5, event.data());
        statement.setString(6, event.metadata().actor());
        statement.setObject(7, event.metadata().correlationId());
        statement.setObject(8, event.metadata().causationId());
        statement.setString(9, event.metadata().partitionKey());
        statement.setObject(10, event.metadata().time().atOffset(ZoneOffset.UTC));
    }
}
