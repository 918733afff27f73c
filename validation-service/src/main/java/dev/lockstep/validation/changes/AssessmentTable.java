package dev.lockstep.validation.changes;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the assessment of one cluster has come, in a transaction of the caller. */
final class AssessmentTable {

    private final Connection connection;
    private final ClusterId cluster;

    AssessmentTable(Connection connection, ClusterId cluster) {
        this.connection = connection;
        this.cluster = cluster;
    }

    /**
     * Up to where verdicts were compared.
     *
     * @param streamVersion how many events of changed verdicts there are
     */
    record Reached(InventoryVersions versions, long streamVersion) {}

    /** Removes the news that has arrived by now; false when another replica has taken it. */
    boolean takeDue() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from assessment_due where cluster = ?")) {
            delete.setString(1, cluster.value());
            return delete.executeUpdate() > 0;
        }
    }

    /** Up to where it has come; null when it was never assessed. */
    @Nullable Reached reached() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select organization_version, cluster_version, stream_version from assessment where cluster = ?")) {
            select.setString(1, cluster.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? new Reached(new InventoryVersions(rows.getLong(1), rows.getLong(2)), rows.getLong(3))
                        : null;
            }
        }
    }

    void keep(InventoryVersions versions, long streamVersion) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into assessment (cluster, organization_version, cluster_version, stream_version) values (?, ?, ?, ?)
                on conflict (cluster) do update set organization_version = excluded.organization_version,
                    cluster_version = excluded.cluster_version, stream_version = excluded.stream_version""")) {
            upsert.setString(1, cluster.value());
            upsert.setLong(2, versions.organization());
            upsert.setLong(3, versions.cluster());
            upsert.setLong(4, streamVersion);
            upsert.executeUpdate();
        }
    }

    /** The scenario of the rollout that asked last; empty when none has. */
    Optional<Scenario> scenarioOfLastGate() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select request ->> 'scenario' from gate where cluster = ? order by requested_at desc limit 1")) {
            select.setString(1, cluster.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(Scenario.valueOf(rows.getString(1))) : Optional.empty();
            }
        }
    }
}
