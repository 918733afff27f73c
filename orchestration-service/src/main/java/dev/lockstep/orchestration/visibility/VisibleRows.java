package dev.lockstep.orchestration.visibility;

import dev.lockstep.access.Reach;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The conditions that keep rows which an account may not see out of a query: they are not read, not counted and not paged over. */
public final class VisibleRows {

    /** For a table with the columns {@code site} and {@code cluster}, with three parameters. */
    public static final String CONDITION = "(? or site = any(?) or split_part(cluster, ':', 1) = any(?))";

    /** For a table with the columns {@code site} and {@code organization}, with the same three parameters. */
    public static final String OF_ORGANIZATION = "(? or site = any(?) or organization = any(?))";

    private VisibleRows() {}

    /**
     * Sets the parameters of one of the conditions.
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
