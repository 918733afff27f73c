package dev.lockstep.eventsourcing.postgres;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads events, with one statement each, on a connection of the caller's. */
public final class EventRows {

    private static final String COLUMNS = """
            select e.stream, e.version, e.event_id, e.type, e.data, e.actor, e.correlation_id, e.causation_id,
                   e.partition_key, e.happened_at, e.transaction_id::text, e.position
            """;

    private static final String OF_STREAM =
            COLUMNS + " from event_log e where e.stream = ? and e.version > ? order by e.version limit ?";

    private static final String BY_ID = COLUMNS + " from event_log e where e.event_id = ?";

    static final String LOG = COLUMNS + " from read_event_log(?, ?, ?) e";

    private EventRows() {}

    static List<RecordedEvent> ofStream(Connection connection, StreamId stream, long afterVersion, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_STREAM)) {
            statement.setString(1, stream.toString());
            statement.setLong(2, afterVersion);
            statement.setInt(3, limit);
            return events(statement);
        }
    }

    static Optional<RecordedEvent> byId(Connection connection, UUID eventId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
            statement.setObject(1, eventId);
            return events(statement).stream().findFirst();
        }
    }

    /** The log after a place: only events that no running transaction can still get in front of. */
    public static List<RecordedEvent> ofLog(Connection connection, EventCursor after, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOG)) {
            statement.setObject(1, Long.toUnsignedString(after.transactionId()), Types.OTHER);
            statement.setLong(2, after.position());
            statement.setInt(3, limit);
            return events(statement);
        }
    }

    private static List<RecordedEvent> events(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<RecordedEvent> events = new ArrayList<>();
            while (rows.next()) {
                events.add(event(rows));
            }
            return events;
        }
    }

    private static RecordedEvent event(ResultSet row) throws SQLException {
        return new RecordedEvent(
                StreamId.parse(row.getString(1)),
                row.getLong(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getString(5),
                new EventMetadata(
                        row.getString(6),
                        row.getObject(7, UUID.class),
                        row.getObject(8, UUID.class),
                        row.getString(9),
                        row.getObject(10, OffsetDateTime.class).toInstant()),
                new EventCursor(Long.parseUnsignedLong(row.getString(11)), row.getLong(12)));
    }
}
