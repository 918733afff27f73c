package dev.lockstep.eventsourcing.relay;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.inbox.EventHandler;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes down each event that it handles; an event handled twice would violate the table's key. */
public final class HandledEvents implements EventHandler {

    private final TestDatabase database;

    public HandledEvents(TestDatabase database) {
        this.database = database;
        database.execute("create table handled_event (stream text, version bigint, primary key (stream, version))");
    }

    @Override
    public void handle(ReceivedEvent event, EventTransaction transaction) {
        try (PreparedStatement statement = transaction
                .connection()
                .prepareStatement("insert into handled_event (stream, version) values (?, ?)")) {
            statement.setString(1, event.stream().toString());
            statement.setLong(2, event.version());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("Cannot write down an event", e);
        }
    }

    public long count() {
        return Long.parseLong(
                database.query("select count(*) from handled_event").getFirst());
    }

    public List<String> all() {
        return database.query("select stream || ' ' || version from handled_event");
    }
}
