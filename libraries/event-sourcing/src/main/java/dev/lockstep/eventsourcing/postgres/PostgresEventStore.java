package dev.lockstep.eventsourcing.postgres;

import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.AppendSignal;
import dev.lockstep.eventsourcing.EventLog;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The event store on PostgreSQL. An append is one statement and, unless it is part of a larger transaction, one round trip: it
 * takes the streams' advisory locks before anything gives the transaction its id, checks the versions and inserts.
 */
public final class PostgresEventStore implements EventStore {

    private final DataSource dataSource;
    private final Transactions transactions;
    private final AppendSignal appended;

    /** A store that opens its transactions by JDBC. */
    public PostgresEventStore(DataSource dataSource) {
        this(dataSource, Transactions.jdbc(dataSource), new AppendSignal());
    }

    /** A store whose transactions are opened by somebody else, and nobody waits for what it appends. */
    public PostgresEventStore(DataSource dataSource, Transactions transactions) {
        this(dataSource, transactions, new AppendSignal());
    }

    /**
     * A store whose transactions are opened by somebody else, for example by the transaction manager of a framework.
     *
     * @param dataSource for reads and for appends in transactions of their own
     * @param appended is rung when events have been committed by this store
     */
    public PostgresEventStore(DataSource dataSource, Transactions transactions, AppendSignal appended) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.appended = appended;
    }

    /**
     * Takes part in a transaction that the caller has just opened and will commit. Must be called before the transaction has
     * written anything, since the locks come first.
     *
     * @param streams every stream that the transaction may append to
     * @throws dev.lockstep.eventsourcing.EventStoreException when the transaction has written already or is not read committed
     */
    public static EventTransaction join(Connection connection, Set<StreamId> streams) {
        return Sql.call("lock streams", () -> PostgresEventTransaction.begin(connection, streams));
    }

    @Override
    public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
        return onConnection(
                "read stream " + stream, connection -> EventRows.ofStream(connection, stream, afterVersion, limit));
    }

    @Override
    public Optional<RecordedEvent> find(UUID eventId) {
        return onConnection("find event " + eventId, connection -> EventRows.byId(connection, eventId));
    }

    @Override
    public AppendResult append(List<StreamAppend> appends) {
        Set<StreamId> streams = new HashSet<>();
        appends.forEach(append -> streams.add(append.stream()));
        StreamAppend.requireDistinct(appends, streams);
        AppendResult result = onConnection("append events", connection -> AppendStatement.locking(connection, appends));
        if (result instanceof Appended) {
            appended.ring();
        }
        return result;
    }

    @Override
    public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
        Outcome<T> outcome = Sql.call(
                "run a transaction",
                () -> transactions.call(connection -> {
                    PostgresEventTransaction transaction = PostgresEventTransaction.begin(connection, streams);
                    T result = work.run(transaction);
                    return new Outcome<>(result, transaction.hasAppended());
                }));
        if (outcome.appended()) {
            appended.ring();
        }
        return outcome.result();
    }

    private record Outcome<T>(T result, boolean appended) {}

    @Override
    public EventLog log() {
        return (after, limit) -> onConnection("read the log", connection -> EventRows.ofLog(connection, after, limit));
    }

    private <T> T onConnection(String purpose, Transactions.Work<T> work) {
        return Sql.call(purpose, () -> {
            try (Connection connection = dataSource.getConnection()) {
                return work.run(connection);
            }
        });
    }
}
