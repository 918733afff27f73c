package dev.lockstep.systemtests;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How a rollout stands, straight from the database: it costs next to nothing, and answers while the services are away.
 *
 * @param step whose turn it is, or an empty text
 * @param phase of that step, or an empty text
 */
record Glance(String rollout, String status, String step, String phase) {

    private static final String COLUMNS = "select id, status, step, phase from rollout ";

    /** A rollout. */
    static Optional<Glance> at(Scene scene, String rollout) throws IOException, SQLException {
        return at(scene, COLUMNS + "where id = ?::uuid", rollout);
    }

    /** The rollout that a cluster has at the moment. */
    static Optional<Glance> atCluster(Scene scene, String cluster) throws IOException, SQLException {
        return at(scene, COLUMNS + "where active and cluster = ?", cluster);
    }

    private static Optional<Glance> at(Scene scene, String query, String key) throws IOException, SQLException {
        try (Connection database = scene.database("orchestration");
                PreparedStatement statement = database.prepareStatement(query)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Glance(row.getString(1), row.getString(2), text(row, "step"), text(row, "phase")))
                        : Optional.empty();
            }
        }
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
