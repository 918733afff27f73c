package dev.lockstep.orchestration.visibility;

import dev.lockstep.access.Reach;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The condition that keeps rows which an account may not see out of a query: they are not read, not counted and not paged over. The
 * table has the columns {@code site} and {@code cluster}.
 */
public final class VisibleRows {

    /** In the query, with three parameters. */
    public static final String CONDITION = "(? or site = any(?) or split_part(cluster, ':', 1) = any(?))";

    private VisibleRows() {}

    /**
     * Sets the parameters of the condition.
     *
     * @param first index of its first parameter
     * @return index of the parameter that follows
     */
    public static int set(PreparedStatement select, int first, Reach reach) throws SQLException {
        Connection connection = select.getConnection();
        select.setBoolean(first, reach.everything());
        select.setArray(
                first + 1, connection.createArrayOf("text", reach.sites().toArray()));
        select.setArray(
                first + 2,
                connection.createArrayOf("text", reach.organizations().toArray()));
        return first + 3;
    }
}
