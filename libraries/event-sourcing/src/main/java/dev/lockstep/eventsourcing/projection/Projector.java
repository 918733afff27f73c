package dev.lockstep.eventsourcing.projection;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.postgres.EventRows;
import dev.lockstep.eventsourcing.postgres.Sql;
import dev.lockstep.eventsourcing.postgres.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps a view up to date with the log of its own service, and builds it again while the present one serves. Any number of
 * replicas may do the first; they take turns.
 */
public final class Projector {

    private static final int BATCH = 1_000;
    private static final int REBUILD_BATCH = 5_000;
    private static final int REBUILD_LOCK_CLASS = 0x4C54;

    private final Projection projection;
    private final DataSource dataSource;
    private final Transactions transactions;

    /** A projector that opens its transactions by JDBC. */
    public Projector(Projection projection, DataSource dataSource) {
        this(projection, dataSource, Transactions.jdbc(dataSource));
    }

    /**
     * A projector whose transactions are opened by somebody else.
     *
     * @param dataSource for what is not part of a transaction
     */
    public Projector(Projection projection, DataSource dataSource, Transactions transactions) {
        this.projection = projection;
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    /**
     * What a rebuild did.
     *
     * @param events events applied
     * @param duration from the first to the switch
     */
    public record Rebuilt(long events, Duration duration) {}

    /**
     * Applies the next events to the view.
     *
     * @return how many; 0 when it is up to date, or when another replica is at it
     */
    public int advance() {
        return isUpToDate() ? 0 : advanceInTransaction();
    }

    /** Looks without writing: an idle view costs the database next to nothing. */
    private boolean isUpToDate() {
        return Sql.call("read the log for view " + projection.name(), () -> {
            try (Connection connection = dataSource.getConnection()) {
                EventCursor live = new ViewProgress(connection, projection.name()).read(ViewProgress.LIVE);
                return EventRows.ofLog(connection, live, 1).isEmpty();
            }
        });
    }

    private int advanceInTransaction() {
        return Sql.call(
                "advance view " + projection.name(),
                () -> transactions.call(connection -> {
                    ViewProgress progress = new ViewProgress(connection, projection.name());
                    Optional<EventCursor> live = progress.tryLockLive();
                    return live.isEmpty() ? 0 : step(connection, progress, ViewProgress.LIVE, live.get(), BATCH);
                }));
    }

    /** Applies events until the view is up to date. */
    public long catchUp() {
        long total = 0;
        int applied;
        do {
            applied = advance();
            total += applied;
        } while (applied > 0);
        return total;
    }

    /** How many committed events the view does not show yet, counted up to {@code most}. */
    public long lag(int most) {
        return Sql.call("measure view " + projection.name(), () -> {
            try (Connection connection = dataSource.getConnection()) {
                return new ViewProgress(connection, projection.name()).lag(most);
            }
        });
    }

    /**
     * Builds the view again from the first event in new tables, then puts these in place of the present ones in one transaction.
     * Until then the present view serves and advances. A rebuild that was broken off leaves nothing that the next one minds.
     *
     * @throws EventStoreException when a rebuild of this view is running already
     */
    public Rebuilt rebuild() {
        long start = System.nanoTime();
        return Sql.call("rebuild view " + projection.name(), () -> {
            try (Connection guard = dataSource.getConnection()) {
                if (!lock(guard, "select pg_try_advisory_lock(?, hashtext(?))")) {
                    throw new EventStoreException("View " + projection.name() + " is being rebuilt already");
                }
                try {
                    long events = build();
                    return new Rebuilt(events, Duration.ofNanos(System.nanoTime() - start));
                } finally {
                    lock(guard, "select pg_advisory_unlock(?, hashtext(?))");
                }
            }
        });
    }

    private long build() throws SQLException {
        ViewTables tables = new ViewTables(projection);
        transactions.call(connection -> {
            tables.createNext(connection);
            new ViewProgress(connection, projection.name()).store(ViewProgress.NEXT, EventCursor.START);
            return connection;
        });
        long total = 0;
        int applied;
        do {
            applied = transactions.call(connection -> buildStep(connection, tables));
            total += applied;
        } while (applied > 0);
        return total + transactions.call(connection -> switchOver(connection, tables));
    }

    private int buildStep(Connection connection, ViewTables tables) throws SQLException {
        ViewProgress progress = new ViewProgress(connection, projection.name());
        EventCursor next = progress.read(ViewProgress.NEXT);
        tables.writeToNext(connection);
        return step(connection, progress, ViewProgress.NEXT, next, REBUILD_BATCH);
    }

    /** Holds the live view still, applies what came meanwhile, and switches. */
    private long switchOver(Connection connection, ViewTables tables) throws SQLException {
        ViewProgress progress = new ViewProgress(connection, projection.name());
        progress.lockLive();
        long total = 0;
        int applied;
        do {
            applied = buildStep(connection, tables);
            total += applied;
        } while (applied > 0);
        tables.writeToLive(connection);
        tables.replaceLive(connection);
        progress.store(ViewProgress.LIVE, progress.read(ViewProgress.NEXT));
        progress.remove(ViewProgress.NEXT);
        return total;
    }

    private int step(Connection connection, ViewProgress progress, String generation, EventCursor from, int limit)
            throws SQLException {
        List<RecordedEvent> events = EventRows.ofLog(connection, from, limit);
        if (!events.isEmpty()) {
            projection.apply(events, connection);
            progress.store(generation, events.getLast().cursor());
        }
        return events.size();
    }

    private boolean lock(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, REBUILD_LOCK_CLASS);
            statement.setString(2, projection.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
