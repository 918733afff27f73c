package dev.lockstep.eventsourcing.relay;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.postgres.EventRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * The right to publish, held as an advisory lock of one connection. Everything that only the leader may do goes over that same
 * connection: when the lock is lost, so is the connection, and the former leader can do no more.
 */
final class Leadership implements AutoCloseable {

    private static final int LOCK_CLASS = 0x4C53;
    private static final int NETWORK_TIMEOUT_MILLIS = 15_000;
    private static final Executor SAME_THREAD = Runnable::run;

    private final Connection connection;
    private final String relay;

    private Leadership(Connection connection, String relay) {
        this.connection = connection;
        this.relay = relay;
    }

    /** A connection that does not lead yet. */
    static Leadership candidate(DataSource connections, String relay) throws SQLException {
        Connection connection = connections.getConnection();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(SAME_THREAD, NETWORK_TIMEOUT_MILLIS);
            // A cursor lost in a crash costs duplicates, which consumers know to drop.
            statement.execute("set synchronous_commit = off");
            statement.execute("set application_name = 'lockstep-relay'");
            return new Leadership(connection, relay);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Becomes the leader if nobody is. */
    boolean acquire() throws SQLException {
        return yes("select pg_try_advisory_lock(?, hashtext(?))");
    }

    /** Whether this connection still holds the lock; throws when the connection is gone. */
    boolean held() throws SQLException {
        return yes("""
                select exists (select from pg_locks
                                where locktype = 'advisory' and granted and pid = pg_backend_pid() and objsubid = 2
                                  and classid = ?::oid and objid::bigint = hashtext(?)::bigint & 4294967295)
                """);
    }

    EventCursor cursor() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select transaction_id::text, position from relay_progress where relay = ?")) {
            statement.setString(1, relay);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new EventCursor(Long.parseUnsignedLong(row.getString(1)), row.getLong(2))
                        : EventCursor.START;
            }
        }
    }

    void store(EventCursor cursor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into relay_progress (relay, transaction_id, position) values (?, ?, ?)
                on conflict (relay) do update
                   set transaction_id = excluded.transaction_id, position = excluded.position, updated_at = now()
                """)) {
            statement.setString(1, relay);
            statement.setObject(2, Long.toUnsignedString(cursor.transactionId()), Types.OTHER);
            statement.setLong(3, cursor.position());
            statement.executeUpdate();
        }
    }

    List<RecordedEvent> read(EventCursor after, int limit) throws SQLException {
        return EventRows.ofLog(connection, after, limit);
    }

    Backlog backlog(EventCursor after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select b.events, (extract(epoch from clock_timestamp() - b.oldest) * 1000)::bigint,
                       pg_snapshot_xmin(s.now)::text, pg_snapshot_xmin(s.now) < pg_snapshot_xmax(s.now)
                  from event_log_backlog(?, ?, ?) b, pg_current_snapshot() as s(now)
                """)) {
            statement.setObject(1, Long.toUnsignedString(after.transactionId()), Types.OTHER);
            statement.setLong(2, after.position());
            statement.setInt(3, RelayStatus.COUNTED_UP_TO);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Backlog(
                        row.getLong(1),
                        Duration.ofMillis(Math.max(0, row.getLong(2))),
                        row.getBoolean(4) ? Optional.of(row.getString(3)) : Optional.empty());
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Closing a connection that is gone already: the lock went with it.
            System.getLogger(Leadership.class.getName())
                    .log(System.Logger.Level.DEBUG, "Closing the relay's connection", e);
        }
    }

    private boolean yes(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, LOCK_CLASS);
            statement.setString(2, relay);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * What waits to be published.
     *
     * @param holdingBack the oldest running transaction, if there is one
     */
    record Backlog(long events, Duration oldest, Optional<String> holdingBack) {}
}
