package dev.lockstep.audit.entries;

import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.TimeSpans;
import dev.lockstep.contracts.Problem;
import dev.lockstep.service.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Finds what meets a search, in the order of the log or against it, in a time that does not grow with the log.
 *
 * <p>What one index leads through in order is read in order. Anything else is looked for near the place where the list goes on, entry by
 * entry: what is frequent is found there. When too little is found so, the rest of the log is asked for everything at once that meets the
 * most selective of the conditions, and then ordered: what is not found nearby is rare. The planner is not left to choose between
 * the two, for it takes everything to be spread evenly over the log, which events of a cluster or a rollout are not.
 */
@ApplicationScoped
public class LogSearch {

    private static final long NEAR = 20_000;
    private static final long FAR = 200_000;
    private static final int PATIENCE_SECONDS = 10;
    private static final String CANCELLED = "57014";
    private static final String WHOLE_LOG = "select 0, coalesce(max(index), -1) from entry";
    private static final String WITHIN_TIMES = """
            select coalesce(min(block), 0) * %1$d, coalesce(max(block) + 1, 0) * %1$d - 1 from entry_span
            where last_time >= coalesce(?, '-infinity'::timestamptz) and first_time < coalesce(?, 'infinity'::timestamptz)
            """.formatted(TimeSpans.BLOCK);

    private final DataSource dataSource;
    private final long near;
    private final long far;

    @Inject
    public LogSearch(DataSource dataSource) {
        this(dataSource, NEAR, FAR);
    }

    /**
     * @param near how much of the log is looked at entry by entry before it is known how frequent something is
     * @param far how much of it is looked at so at most at once
     */
    LogSearch(DataSource dataSource, long near, long far) {
        this.dataSource = dataSource;
        this.near = near;
        this.far = far;
    }

    /** What is done with a row. */
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /**
     * Finds entries.
     *
     * @param after the index behind which the list goes on; empty for its beginning
     * @param most how many are wanted
     * @param columns of {@code e}
     */
    public <T> List<T> find(
            Search search, Condition visible, Order order, Optional<Long> after, int most, String columns, Row<T> row) {
        return connected(connection -> {
            Condition wanted = search.among(visible);
            Order.Stretch rest = extent(connection, search.span());
            if (after.isPresent()) {
                rest = rest.and(order.after(after.get()));
            }
            List<T> found = new ArrayList<>();
            long reach = search.isOneKey() && visible.isKey() ? rest.length() : near;
            boolean inOrder = true;
            while (found.size() < most && !rest.isEmpty()) {
                Order.Stretch part = order.first(rest, reach);
                int missing = most - found.size();
                List<T> more = select(
                        connection,
                        columns,
                        Condition.all(
                                List.of(wanted, Condition.of("e.index between ? and ?", part.first(), part.last()))),
                        " order by e.index%s %s limit %d".formatted(inOrder ? "" : " + 0", order.direction(), missing),
                        row);
                found.addAll(more);
                rest = order.behind(part, rest);
                long needed = more.isEmpty() ? Long.MAX_VALUE : 2 * reach * missing / more.size();
                inOrder = needed <= far;
                reach = inOrder ? needed : rest.length();
            }
            return found;
        });
    }

    private static Order.Stretch extent(Connection connection, Search.Span span) throws SQLException {
        boolean always = span.equals(Search.Span.ALWAYS);
        try (PreparedStatement statement = connection.prepareStatement(always ? WHOLE_LOG : WITHIN_TIMES)) {
            if (!always) {
                statement.setObject(1, span.from(), Types.TIMESTAMP_WITH_TIMEZONE);
                statement.setObject(2, span.to(), Types.TIMESTAMP_WITH_TIMEZONE);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new Order.Stretch(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    /** The rows of all entries that meet a condition. */
    <T> List<T> select(String columns, Condition condition, String rest, Row<T> row) {
        return connected(connection -> select(connection, columns, condition, rest, row));
    }

    private static <T> List<T> select(
            Connection connection, String columns, Condition condition, String rest, Row<T> row) throws SQLException {
        String query = "select " + columns + " from entry e where " + condition.sql() + rest;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            int parameter = 1;
            for (Object value : condition.parameters()) {
                if (value instanceof String[] texts) {
                    statement.setArray(parameter++, connection.createArrayOf("text", texts));
                } else {
                    statement.setObject(parameter++, value);
                }
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.of(rows));
                }
            }
            return found;
        }
    }

    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T connected(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection()) {
            return reading.from(connection);
        } catch (SQLException failed) {
            if (CANCELLED.equals(failed.getSQLState())) {
                throw new ProblemException(Problem.of(
                        "search-too-wide",
                        "Search too wide",
                        503,
                        "It was not found in %d seconds. Narrow it: name a cluster, a rollout or a day."
                                .formatted(PATIENCE_SECONDS)));
            }
            throw new DatabaseException("reading entries", failed);
        }
    }
}
