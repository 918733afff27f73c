package dev.lockstep.eventsourcing.postgres;

import dev.lockstep.eventsourcing.DuplicateEventException;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.PartitionKeyChangedException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns what the database says into what the event store says. */
public final class Sql {

    private static final String PARTITION_KEY_CHANGED = "LS002";
    private static final String UNIQUE_VIOLATION = "23505";

    private Sql() {}

    /** Something that speaks to the database. */
    @FunctionalInterface
    public interface Call<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /**
     * Speaks to the database.
     *
     * @param purpose what for, as the end of "Cannot …" in the exception's message
     */
    public static <T extends @Nullable Object> T call(String purpose, Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw translated(purpose, e);
        }
    }

    private static EventStoreException translated(String purpose, SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (message != null && PARTITION_KEY_CHANGED.equals(e.getSQLState())) {
            return new PartitionKeyChangedException(
                    String.valueOf(message.getDetail()),
                    String.valueOf(message.getMessage()),
                    String.valueOf(message.getHint()));
        }
        if (message != null
                && UNIQUE_VIOLATION.equals(e.getSQLState())
                && "event_log_event_id".equals(message.getConstraint())) {
            return new DuplicateEventException("An event with this id exists already: " + message.getDetail(), e);
        }
        return new EventStoreException("Cannot " + purpose + ": " + e.getMessage(), e);
    }
}
