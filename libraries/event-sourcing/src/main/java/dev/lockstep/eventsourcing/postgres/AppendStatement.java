package dev.lockstep.eventsourcing.postgres;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** One append as one statement, however many streams and events it has. */
final class AppendStatement {

    private static final String PARAMETERS = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String LOCKED = "select append_events" + PARAMETERS;
    private static final String LOCKING = "select lock_and_append_events" + PARAMETERS;
    private static final String TO_STREAM = "select append_to_stream(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /**
     * One event as a plain insert: the cheapest append there is. The inner query takes the lock, and only what comes out of it can
     * give the transaction its id. It sees what was committed before it waited for the lock, which suffices: the expected version
     * was, and a later one is in the way of the new row. Inserts nothing when anything is not as expected, without saying why.
     */
    private static final String INSERT_ONE = """
            insert into event_log
                   (stream, version, event_id, type, data, actor, correlation_id, causation_id, partition_key, happened_at)
            select n.stream, n.expected + 1, n.event_id, n.type, n.data, n.actor, n.correlation_id, n.causation_id,
                   n.partition_key, n.happened_at
              from (select g.*, pg_advisory_xact_lock(hashtextextended(g.stream, 0)) as locked
                      from (values (?::text, ?::bigint, ?::uuid, ?::text, ?::json, ?::text, ?::uuid, ?::uuid, ?::text,
                                    ?::timestamptz))
                           as g (stream, expected, event_id, type, data, actor, correlation_id, causation_id, partition_key,
                                 happened_at)
                    offset 0) n
             where n.locked::text is not null
               and current_setting('transaction_isolation') = 'read committed'
               and (n.expected = 0
                    or n.partition_key = (select e.partition_key from event_log e
                                           where e.stream = n.stream and e.version = n.expected))
            on conflict (stream, version) do nothing
            """;

    private AppendStatement() {}

    /** Appends to streams that the transaction has locked. */
    static AppendResult locked(Connection connection, List<StreamAppend> appends) throws SQLException {
        return execute(connection, false, appends);
    }

    /** Locks and appends, in a transaction of its own. */
    static AppendResult locking(Connection connection, List<StreamAppend> appends) throws SQLException {
        boolean single = appends.size() == 1 && appends.getFirst().events().size() == 1;
        return single && connection.getAutoCommit() && insertOne(connection, appends.getFirst())
                ? new AppendResult.Appended()
                : execute(connection, true, appends);
    }

    private static boolean insertOne(Connection connection, StreamAppend append) throws SQLException {
        NewEvent event = append.events().getFirst();
        EventMetadata metadata = event.metadata();
        try (PreparedStatement statement = connection.prepareStatement(INSERT_ONE)) {
            statement.setString(1, append.stream().toString());
            statement.setLong(2, append.expectedVersion());
            statement.setObject(3, event.id());
            statement.setString(4, event.type());
            statement.setString(5, event.data());
            statement.setString(6, metadata.actor());
            statement.setObject(7, metadata.correlationId());
            statement.setObject(8, metadata.causationId());
            statement.setString(9, metadata.partitionKey());
            // As text: the driver would make two calendars for each time that it is given as such.
            statement.setString(10, metadata.time().toString());
            return statement.executeUpdate() == 1;
        }
    }

    private static AppendResult execute(Connection connection, boolean locking, List<StreamAppend> appends)
            throws SQLException {
        return appends.size() == 1 && hasOneMetadata(appends.getFirst().events())
                ? appendToStream(connection, locking, appends)
                : appendToStreams(connection, locking ? LOCKING : LOCKED, appends);
    }

    private static boolean hasOneMetadata(List<NewEvent> events) {
        EventMetadata first = events.getFirst().metadata();
        return events.stream().allMatch(event -> event.metadata().equals(first));
    }

    private static AppendResult appendToStream(Connection connection, boolean locking, List<StreamAppend> appends)
            throws SQLException {
        StreamAppend append = appends.getFirst();
        List<NewEvent> events = append.events();
        EventMetadata metadata = events.getFirst().metadata();
        try (PreparedStatement statement = connection.prepareStatement(TO_STREAM)) {
            statement.setBoolean(1, locking);
            statement.setString(2, append.stream().toString());
            statement.setLong(3, append.expectedVersion());
            statement.setString(4, metadata.partitionKey());
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "uuid", events.stream().map(NewEvent::id).toArray()));
            statement.setArray(6, text(connection, events, NewEvent::type));
            statement.setArray(7, text(connection, events, NewEvent::data));
            statement.setString(8, metadata.actor());
            statement.setObject(9, metadata.correlationId());
            statement.setObject(10, metadata.causationId());
            statement.setObject(11, metadata.time().atOffset(ZoneOffset.UTC));
            return result(appends, statement);
        }
    }

    private static Array text(Connection connection, List<NewEvent> events, Function<NewEvent, String> column)
            throws SQLException {
        return connection.createArrayOf("text", events.stream().map(column).toArray(String[]::new));
    }

    private static AppendResult appendToStreams(Connection connection, String sql, List<StreamAppend> appends)
            throws SQLException {
        Columns columns = new Columns(appends);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", columns.streams));
            statement.setArray(2, connection.createArrayOf("int8", columns.expectedVersions));
            statement.setArray(3, connection.createArrayOf("text", columns.partitionKeys));
            statement.setArray(4, connection.createArrayOf("int4", columns.streamIndexes));
            statement.setArray(5, connection.createArrayOf("int8", columns.versions));
            statement.setArray(6, connection.createArrayOf("uuid", columns.ids));
            statement.setArray(7, connection.createArrayOf("text", columns.types));
            statement.setArray(8, connection.createArrayOf("text", columns.data));
            statement.setArray(9, connection.createArrayOf("text", columns.actors));
            statement.setArray(10, connection.createArrayOf("uuid", columns.correlationIds));
            statement.setArray(11, connection.createArrayOf("uuid", columns.causationIds));
            statement.setArray(12, connection.createArrayOf("timestamptz", columns.times));
            return result(appends, statement);
        }
    }

    private static AppendResult result(List<StreamAppend> appends, PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return result(appends, row.getArray(1));
        }
    }

    @SuppressWarnings("NullAway") // SQL null is the answer when nothing was in the way.
    private static AppendResult result(List<StreamAppend> appends, Array conflict) throws SQLException {
        if (conflict == null) {
            return new AppendResult.Appended();
        }
        Long[] indexAndVersion = (Long[]) conflict.getArray();
        StreamAppend append = appends.get(Math.toIntExact(indexAndVersion[0]) - 1);
        return new AppendResult.Conflict(append.stream(), append.expectedVersion(), indexAndVersion[1]);
    }

    /** The append turned on its side: one array per column. */
    private static final class Columns {

        private final String[] streams;
        private final Long[] expectedVersions;
        private final String[] partitionKeys;
        private final Integer[] streamIndexes;
        private final Long[] versions;
        private final UUID[] ids;
        private final String[] types;
        private final String[] data;
        private final String[] actors;
        private final UUID[] correlationIds;
        private final UUID[] causationIds;
        private final String[] times;

        private Columns(List<StreamAppend> appends) {
            int count =
                    appends.stream().mapToInt(append -> append.events().size()).sum();
            streams = new String[appends.size()];
            expectedVersions = new Long[appends.size()];
            partitionKeys = new String[appends.size()];
            streamIndexes = new Integer[count];
            versions = new Long[count];
            ids = new UUID[count];
            types = new String[count];
            data = new String[count];
            actors = new String[count];
            correlationIds = new UUID[count];
            causationIds = new UUID[count];
            times = new String[count];
            int row = 0;
            for (int stream = 0; stream < appends.size(); stream++) {
                StreamAppend append = appends.get(stream);
                streams[stream] = append.stream().toString();
                expectedVersions[stream] = append.expectedVersion();
                partitionKeys[stream] = append.partitionKey();
                long version = append.expectedVersion();
                for (NewEvent event : append.events()) {
                    streamIndexes[row] = stream + 1;
                    versions[row] = ++version;
                    fill(row++, event);
                }
            }
        }

        private void fill(int row, NewEvent event) {
            ids[row] = event.id();
            types[row] = event.type();
            data[row] = event.data();
            actors[row] = event.metadata().actor();
            correlationIds[row] = event.metadata().correlationId();
            causationIds[row] = event.metadata().causationId();
            times[row] = event.metadata().time().toString();
        }
    }
}
