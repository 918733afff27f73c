package dev.lockstep.eventsourcing.postgres;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One transaction on one connection, begun by taking the locks. */
final class PostgresEventTransaction implements EventTransaction {

    private static final String LOCK = "select lock_streams(?)";
    private static final String REGISTER =
            "insert into inbox_message (consumer, message_id) select ?, unnest(?) on conflict do nothing returning message_id";

    private final Connection connection;
    private final Set<StreamId> locked;
    private boolean appended;

    private PostgresEventTransaction(Connection connection, Set<StreamId> locked) {
        this.connection = connection;
        this.locked = Set.copyOf(locked);
    }

    static PostgresEventTransaction begin(Connection connection, Set<StreamId> streams) throws SQLException {
        if (!streams.isEmpty()) {
            String[] names = streams.stream().map(StreamId::toString).toArray(String[]::new);
            try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
                statement.setArray(1, connection.createArrayOf("text", names));
                statement.execute();
            }
        }
        return new PostgresEventTransaction(connection, streams);
    }

    @Override
    public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
        return Sql.call("read stream " + stream, () -> EventRows.ofStream(connection, stream, afterVersion, limit));
    }

    @Override
    public Optional<RecordedEvent> find(UUID eventId) {
        return Sql.call("find event " + eventId, () -> EventRows.byId(connection, eventId));
    }

    @Override
    public AppendResult append(List<StreamAppend> appends) {
        StreamAppend.requireDistinct(appends, locked);
        AppendResult result = Sql.call("append events", () -> AppendStatement.locked(connection, appends));
        appended |= result instanceof AppendResult.Appended;
        return result;
    }

    /** Whether anything was appended so far. */
    boolean hasAppended() {
        return appended;
    }

    @Override
    public Set<UUID> register(String consumer, List<UUID> messageIds) {
        return Sql.call("register messages", () -> {
            try (PreparedStatement statement = connection.prepareStatement(REGISTER)) {
                statement.setString(1, consumer);
                statement.setArray(2, connection.createArrayOf("uuid", messageIds.toArray()));
                try (ResultSet rows = statement.executeQuery()) {
                    Set<UUID> fresh = new HashSet<>();
                    while (rows.next()) {
                        fresh.add(rows.getObject(1, UUID.class));
                    }
                    return fresh;
                }
            }
        });
    }

    @Override
    public Connection connection() {
        return connection;
    }
}
