package dev.lockstep.eventsourcing.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.Snapshots;
import dev.lockstep.eventsourcing.StreamId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import javax.sql.DataSource;

/** Snapshots as JSON in a table. One that cannot be read, or that knows of events that are not there, is as good as none. */
public final class PostgresSnapshots<S> implements Snapshots<S> {

    private static final Logger LOG = System.getLogger(PostgresSnapshots.class.getName());

    private final DataSource dataSource;
    private final ObjectMapper mapper;
    private final Class<S> stateClass;
    private final String schema;
    private final int interval;

    /**
     * Snapshots of one kind of aggregate.
     *
     * @param schema name and version of the state's shape; changed whenever {@code evolve} or the state's shape changes, which makes all older snapshots worthless
     * @param interval events between two snapshots of a stream, from 1
     */
    public PostgresSnapshots(
            DataSource dataSource, ObjectMapper mapper, Class<S> stateClass, String schema, int interval) {
        this.dataSource = dataSource;
        this.mapper = mapper;
        this.stateClass = stateClass;
        this.schema = schema;
        this.interval = interval;
    }

    @Override
    public Optional<Snapshot<S>> latest(StreamId stream) {
        try {
            return Sql.call("read a snapshot", () -> {
                try (Connection connection = dataSource.getConnection();
                        PreparedStatement statement = connection.prepareStatement("""
                                select version, state from stream_snapshot as kept where stream = ? and schema = ?
                                   and exists (select from event_log
                                                where event_log.stream = kept.stream and event_log.version = kept.version)
                                """)) {
                    statement.setString(1, stream.toString());
                    statement.setString(2, schema);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? decode(stream, row.getLong(1), row.getString(2)) : Optional.empty();
                    }
                }
            });
        } catch (EventStoreException e) {
            LOG.log(Level.WARNING, "The snapshot of " + stream + " is not used", e);
            return Optional.empty();
        }
    }

    @Override
    public void keep(StreamId stream, Snapshot<S> snapshot) {
        try {
            String state = mapper.writeValueAsString(snapshot.state());
            Sql.call("keep a snapshot", () -> {
                try (Connection connection = dataSource.getConnection();
                        PreparedStatement statement = connection.prepareStatement("""
                                insert into stream_snapshot (stream, schema, version, state) values (?, ?, ?, ?::json)
                                on conflict (stream, schema) do update set version = excluded.version, state = excluded.state
                                 where stream_snapshot.version < excluded.version
                                """)) {
                    statement.setString(1, stream.toString());
                    statement.setString(2, schema);
                    statement.setLong(3, snapshot.version());
                    statement.setString(4, state);
                    return statement.executeUpdate();
                }
            });
        } catch (JsonProcessingException | EventStoreException e) {
            LOG.log(Level.WARNING, "No snapshot of " + stream + " is kept", e);
        }
    }

    @Override
    public boolean worthKeeping(long versionBefore, long versionAfter) {
        return versionBefore / interval < versionAfter / interval;
    }

    private Optional<Snapshot<S>> decode(StreamId stream, long version, String state) {
        try {
            return Optional.ofNullable(mapper.readValue(state, stateClass))
                    .map(decoded -> new Snapshot<>(version, decoded));
        } catch (JsonProcessingException e) {
            LOG.log(Level.WARNING, "The snapshot of " + stream + " cannot be read and is not used", e);
            return Optional.empty();
        }
    }
}
