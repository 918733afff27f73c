package dev.lockstep.eventsourcing.projection;

import dev.lockstep.eventsourcing.EventCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** How far the generations of a view have come, on the connection of one transaction. */
final class ViewProgress {

    static final String LIVE = "LIVE";
    static final String NEXT = "NEXT";

    private static final String SELECT =
            "select transaction_id::text, position from projection_progress where projection = ? and generation = ?";

    private final Connection connection;
    private final String projection;

    ViewProgress(Connection connection, String projection) {
        this.connection = connection;
        this.projection = projection;
    }

    /** The live view's place, locked for this transaction; empty when another holds it. */
    Optional<EventCursor> tryLockLive() throws SQLException {
        Optional<EventCursor> locked = select(LIVE, " for update skip locked");
        if (locked.isPresent() || select(LIVE, "").isPresent()) {
            return locked;
        }
        createLive();
        return select(LIVE, " for update skip locked");
    }

    /** Holds the live view still until the end of this transaction; waits for whoever advances it. */
    void lockLive() throws SQLException {
        createLive();
        select(LIVE, " for update");
    }

    EventCursor read(String generation) throws SQLException {
        return select(generation, "").orElse(EventCursor.START);
    }

    void store(String generation, EventCursor cursor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into projection_progress (projection, generation, transaction_id, position) values (?, ?, ?, ?)
                on conflict (projection, generation) do update
                   set transaction_id = excluded.transaction_id, position = excluded.position
                """)) {
            statement.setString(1, projection);
            statement.setString(2, generation);
            statement.setObject(3, Long.toUnsignedString(cursor.transactionId()), Types.OTHER);
            statement.setLong(4, cursor.position());
            statement.executeUpdate();
        }
    }

    void remove(String generation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "delete from projection_progress where projection = ? and generation = ?")) {
            statement.setString(1, projection);
            statement.setString(2, generation);
            statement.executeUpdate();
        }
    }

    long lag(int most) throws SQLException {
        EventCursor live = read(LIVE);
        try (PreparedStatement statement =
                connection.prepareStatement("select b.events from event_log_backlog(?, ?, ?) b")) {
            statement.setObject(1, Long.toUnsignedString(live.transactionId()), Types.OTHER);
            statement.setLong(2, live.position());
            statement.setInt(3, most);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void createLive() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into projection_progress (projection, generation, transaction_id, position) values (?, ?, '0', 0)
                on conflict do nothing
                """)) {
            statement.setString(1, projection);
            statement.setString(2, LIVE);
            statement.executeUpdate();
        }
    }

    private Optional<EventCursor> select(String generation, String locking) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT + locking)) {
            statement.setString(1, projection);
            statement.setString(2, generation);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new EventCursor(Long.parseUnsignedLong(row.getString(1)), row.getLong(2)))
                        : Optional.empty();
            }
        }
    }
}
