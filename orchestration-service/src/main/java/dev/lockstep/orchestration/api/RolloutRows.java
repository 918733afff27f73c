package dev.lockstep.orchestration.api;

import dev.lockstep.access.Reach;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.orchestration.visibility.VisibleRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lists of rollouts. */
@ApplicationScoped
class RolloutRows {

    private static final String COLUMNS = """
            select number, id, cluster, site, plan_hash, status, step, attempt, phase, wait_cause, phase_since,
                   requested_at, version, overrides, paused from rollout where number < ? and\s""" + VisibleRows.CONDITION + " ";

    private final DataSource database;

    @Inject
    RolloutRows(DataSource database) {
        this.database = database;
    }

    /** Rollouts that an account sees, newest first. */
    List<RolloutRow> list(Reach reach, @Nullable String cluster, @Nullable String status, long before, int limit) {
        return read(COLUMNS + """
                        and (cast(? as text) is null or cluster = ?) and (cast(? as text) is null or status = ?)
                        order by number desc limit ?""", reach, before, limit, cluster, cluster, status, status);
    }

    /** Rollouts whose current step is being carried out by a person, newest first. */
    List<RolloutRow> attended(Reach reach, @Nullable String site, long before, int limit) {
        return read(COLUMNS + """
                        and active and phase = 'EXECUTING' and actor = 'PERSON'
                        and (cast(? as text) is null or site = ?) order by number desc limit ?""", reach, before, limit, site, site);
    }

    private List<RolloutRow> read(String sql, Reach reach, long before, int limit, @Nullable String... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, before);
            int index = VisibleRows.set(select, 2, reach);
            for (String parameter : parameters) {
                select.setString(index++, parameter);
            }
            select.setInt(index, limit);
            List<RolloutRow> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new RolloutRow(
                            row.getLong(1),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getInt(8),
                            row.getString(9),
                            row.getString(10),
                            row.getTimestamp(11).toInstant(),
                            row.getTimestamp(12).toInstant(),
                            row.getLong(13),
                            row.getInt(14),
                            row.getBoolean(15)));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new EventStoreException("The rollouts cannot be read", e);
        }
    }
}
