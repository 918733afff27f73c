package dev.lockstep.eventsourcing.projection;

import dev.lockstep.eventsourcing.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A view of the log in tables that can be thrown away and built again. */
public interface Projection {

    /** Names the view's progress; the same for ever; lower-case letters, digits and underscores, at most 50. */
    String name();

    /**
     * Every table that belongs to the view, without schema. The view writes to nothing else, has no foreign keys to or from other
     * tables, and its statements name tables without schema: while the view is built again, the same names mean other tables.
     */
    List<String> tables();

    /**
     * Brings the view up to date with events, in the order of the log. Runs in the transaction that also stores how far the view
     * has come, so that each event counts once. Work on many events at once where the view is large.
     */
    void apply(List<RecordedEvent> events, Connection connection) throws SQLException;
}
