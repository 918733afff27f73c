package dev.lockstep.validation.view;

import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.service.work.BackgroundTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Keeps the facts of each stream every hundred versions, beside the work: all facts of a cluster are half a megabyte, and news that waited
 * for them to be written would tell its verdicts late. Until then more events are read, which costs a little and changes nothing.
 */
@ApplicationScoped
class Snapshots implements BackgroundTask {

    private static final Logger LOG = Logger.getLogger(Snapshots.class);

    @Inject
    DataSource dataSource;

    @Inject
    EventStore store;

    @Inject
    KnownInventory inventory;

    private record Due(StreamId stream, long version) {}

    /** Notes that the facts at a version are to be kept, in the transaction that brings it; an earlier version need not be then. */
    static void note(Connection connection, StreamId stream, long version) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into snapshot_due (stream, version) values (?, ?)
                on conflict (stream) do update set version = excluded.version""")) {
            insert.setString(1, stream.toString());
            insert.setLong(2, version);
            insert.executeUpdate();
        }
    }

    @Override
    public String name() {
        return "keeping-snapshots";
    }

    @Override
    public Duration idle() {
        return Duration.ofSeconds(1);
    }

    /** Keeps one. A stream whose facts cannot be kept is left until its next hundred versions, and does not keep the others from it. */
    @Override
    public int work() {
        Optional<Due> due = next();
        due.ifPresent(this::keep);
        return due.isPresent() ? 1 : 0;
    }

    private Optional<Due> next() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select stream, version from snapshot_due order by stream limit 1");
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Due(StreamId.parse(row.getString(1)), row.getLong(2)))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private void keep(Due due) {
        try {
            store.transact(Set.of(), transaction -> {
                Connection connection = transaction.connection();
                return take(connection, due) && kept(connection, due);
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "the facts of %s at version %d are not kept", due.stream(), due.version());
            store.transact(Set.of(), transaction -> take(transaction.connection(), due));
        }
    }

    /** False when another replica has taken it, or a later version is to be kept. */
    private static boolean take(Connection connection, Due due) {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from snapshot_due where stream = ? and version = ?")) {
            delete.setString(1, due.stream().toString());
            delete.setLong(2, due.version());
            return delete.executeUpdate() > 0;
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }

    private boolean kept(Connection connection, Due due) {
        try {
            FactTree facts = inventory
                    .tree(connection, due.stream(), due.version())
                    .orElseThrow(() ->
                            new IllegalStateException("%s has no version %d".formatted(due.stream(), due.version())));
            new KnownFacts(connection, due.stream()).keepSnapshot(due.version(), facts);
            return true;
        } catch (SQLException e) {
            throw new ViewException(e);
        }
    }
}
