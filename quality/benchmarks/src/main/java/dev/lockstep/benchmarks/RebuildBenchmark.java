package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.projection.Projection;
import dev.lockstep.eventsourcing.projection.Projector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Building a view again from the whole log: every event is decoded and the last fact of each stream is kept. */
final class RebuildBenchmark implements Benchmark {

    private static final int EVENTS = 200_000;
    private static final int STREAMS = 400;
    private static final int PER_APPEND = 500;

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String description() {
        return "a view built again from " + EVENTS + " events";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        try (Database database = new Database(4)) {
            database.execute(
                    "create table last_fact (stream text primary key, changes bigint not null, value text not null)");
            EventStore store = new PostgresEventStore(database.pool());
            for (int done = 0; done < EVENTS; done += PER_APPEND) {
                StreamId stream = new StreamId("facts", "cluster" + done / PER_APPEND % STREAMS);
                store.append(List.of(
                        SampleEvents.append(stream, (long) done / PER_APPEND / STREAMS * PER_APPEND, PER_APPEND)));
            }
            Projector projector = new Projector(new LastFacts(), database.pool());
            projector.rebuild();
            Projector.Rebuilt rebuilt = projector.rebuild();
            return List.of(Figure.atLeast(
                    "view built again from the log",
                    rebuilt.events() * 1e9 / rebuilt.duration().toNanos(),
                    "events/s",
                    30_000));
        }
    }

    private static final class LastFacts implements Projection {

        @Override
        public String name() {
            return "last_facts";
        }

        @Override
        public List<String> tables() {
            return List.of("last_fact");
        }

        @Override
        public void apply(List<RecordedEvent> events, Connection connection) throws SQLException {
            Map<String, Integer> changes = new HashMap<>();
            Map<String, String> values = new HashMap<>();
            for (RecordedEvent event : events) {
                String stream = event.stream().toString();
                changes.merge(stream, 1, Integer::sum);
                values.put(
                        stream,
                        SampleEvents.CODEC.decode(event.type(), event.data()).after());
            }
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into last_fact as f (stream, changes, value) values (?, ?, ?)
                    on conflict (stream) do update set changes = f.changes + excluded.changes, value = excluded.value
                    """)) {
                for (Map.Entry<String, Integer> change : changes.entrySet()) {
                    statement.setString(1, change.getKey());
                    statement.setInt(2, change.getValue());
                    statement.setString(3, values.getOrDefault(change.getKey(), ""));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }
}
