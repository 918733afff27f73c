package dev.lockstep.eventsourcing.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How a database transaction is opened and ended: by JDBC itself, or by the transaction manager of a framework. */
@FunctionalInterface
public interface Transactions {

    /**
     * Runs work in a new transaction: commits when it returns, rolls back and rethrows when it throws. The isolation level is
     * read committed, and nothing is executed on the connection before the work.
     */
    <T extends @Nullable Object> T call(Work<T> work) throws SQLException;

    /** What is done in a transaction; it neither commits nor closes the connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /** Transactions by JDBC, one connection each. */
    static Transactions jdbc(DataSource dataSource) {
        return new JdbcTransactions(dataSource);
    }
}
