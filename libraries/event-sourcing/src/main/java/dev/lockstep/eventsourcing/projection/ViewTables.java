package dev.lockstep.eventsourcing.projection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** The tables of a view's two generations: the live ones, and the next ones in a schema of their own. */
final class ViewTables {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,49}");
    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Projection projection;
    private final String nextSchema;

    ViewTables(Projection projection) {
        this.projection = projection;
        if (!NAME.matcher(projection.name()).matches()
                || !projection.tables().stream()
                        .allMatch(table -> TABLE.matcher(table).matches())) {
            throw new IllegalArgumentException("Names of views and tables are lower-case identifiers: "
                    + projection.name() + " " + projection.tables());
        }
        this.nextSchema = "next_" + projection.name();
    }

    /** Empty tables like the live ones, in place of whatever a broken-off rebuild has left. */
    void createNext(Connection connection) throws SQLException {
        String live = liveSchema(connection);
        execute(connection, "drop schema if exists " + nextSchema + " cascade");
        execute(connection, "create schema " + nextSchema);
        for (String table : projection.tables()) {
            execute(
                    connection,
                    "create table " + nextSchema + "." + quoted(table) + " (like " + live + "." + quoted(table)
                            + " including all)");
        }
    }

    /** For the rest of the transaction the view's table names mean the next generation. */
    void writeToNext(Connection connection) throws SQLException {
        String live = liveSchema(connection);
        if (!live.equals(nextSchema)) {
            execute(connection, "set local search_path = " + nextSchema + ", " + live);
        }
    }

    /** For the rest of the transaction names mean what they always mean. */
    void writeToLive(Connection connection) throws SQLException {
        execute(connection, "set local search_path to default");
    }

    /** The next generation takes the place of the live one. */
    void replaceLive(Connection connection) throws SQLException {
        String live = liveSchema(connection);
        for (String table : projection.tables()) {
            execute(connection, "drop table " + live + "." + quoted(table));
            execute(connection, "alter table " + nextSchema + "." + quoted(table) + " set schema " + live);
        }
        execute(connection, "drop schema " + nextSchema);
    }

    private static String liveSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select quote_ident(current_schema())")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
