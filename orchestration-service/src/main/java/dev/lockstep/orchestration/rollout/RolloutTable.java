package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rollouts as they stand: for lists, for the rule that a cluster has at most one, and for the automation. */
@ApplicationScoped
class RolloutTable implements RolloutProjection {

    @Override
    public void apply(RolloutEvent event, Rollout after, long version, Connection connection) throws SQLException {
        if (event instanceof RolloutRequested requested) {
            insert(requested, connection);
        }
        update(event, after, version, connection);
    }

    private static void insert(RolloutRequested requested, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into rollout (id, cluster, site, plan_hash, status, active, phase_since, requested_at, version)
                values (?, ?, ?, ?, 'REQUESTED', true, ?, ?, 0)""")) {
            insert.setObject(1, requested.rollout());
            insert.setString(2, requested.cluster().value());
            insert.setString(3, requested.site());
            insert.setString(4, requested.planHash());
            insert.setTimestamp(5, Timestamp.from(requested.requestedAt()));
            insert.setTimestamp(6, Timestamp.from(requested.requestedAt()));
            insert.executeUpdate();
        }
    }

    private static void update(RolloutEvent event, Rollout after, long version, Connection connection)
            throws SQLException {
        CurrentStep current = after.current();
        try (PreparedStatement update = connection.prepareStatement("""
                update rollout set status = ?, active = ?, step = ?, attempt = ?, phase = ?, actor = ?, wait_cause = ?,
                       phase_since = ?, version = ?, wake_at = now(), wake_number = wake_number + 1,
                       over_since = case when ? then coalesce(over_since, now()) end, overrides = ?, paused = ?
                 where id = ?""")) {
            update.setString(1, after.status().name());
            update.setBoolean(2, !after.status().isOver());
            update.setString(3, current == null ? null : current.step().id());
            update.setInt(4, current == null ? 0 : current.attempt());
            update.setString(5, current == null ? null : current.phase().name());
            update.setString(6, current == null ? null : actor(current.step()));
            update.setString(
                    7,
                    current == null || current.waitCause() == null
                            ? null
                            : current.waitCause().name());
            update.setTimestamp(8, Timestamp.from(current == null ? Instant.EPOCH : current.since()));
            update.setLong(9, version);
            update.setBoolean(10, after.status().isOver());
            update.setInt(11, after.approvals().override().confirmed().size());
            update.setBoolean(12, after.pause() != null);
            update.setObject(13, event.rollout());
            update.executeUpdate();
        }
    }

    private static @Nullable String actor(RolloutStep step) {
        return step.actor() == null ? null : step.actor().name();
    }
}
