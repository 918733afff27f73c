package dev.lockstep.orchestration.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.RolloutProjection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.UUID;

/** The tasks as rows, so that runners find what is ready for their site. */
@ApplicationScoped
class TaskTable implements RolloutProjection {

    @Override
    public void apply(RolloutEvent event, Rollout after, long version, Connection connection) throws SQLException {
        switch (event) {
            case TaskCreated created -> create(created, connection);
            case FactsReported reported -> end(reported.task(), connection);
            case LookFailed failed -> end(failed.task(), connection);
            case CommandEnded ended -> end(ended.task(), connection);
            case StepWaiting waiting -> endAll(waiting.rollout(), connection);
            case StepHeld held -> endAll(held.rollout(), connection);
            default -> {
                if (after.status().isOver()) {
                    endAll(event.rollout(), connection);
                }
            }
        }
    }

    private static void create(TaskCreated created, Connection connection) throws SQLException {
        endAll(created.rollout(), connection);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into task (id, rollout, step, attempt, purpose, site, cluster, work, timeout, not_before, state)
                values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as interval), ?, 'READY')""")) {
            insert.setObject(1, created.task());
            insert.setObject(2, created.rollout());
            insert.setString(3, created.step());
            insert.setInt(4, created.attempt());
            insert.setString(5, created.purpose().name());
            insert.setString(6, created.site());
            insert.setString(7, created.cluster().value());
            insert.setString(8, ContractJson.mapper().writeValueAsString(created.work()));
            insert.setString(9, created.timeout().toString());
            insert.setTimestamp(10, Timestamp.from(created.notBefore()));
            insert.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a task cannot be written", e);
        }
    }

    private static void end(UUID task, Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update task set state = 'ENDED' where id = ?")) {
            update.setObject(1, task);
            update.executeUpdate();
        }
    }

    /** A rollout has one task at a time: a newer one puts an end to what nobody waits for any more. */
    private static void endAll(UUID rollout, Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update task set state = 'ENDED' where rollout = ? and state <> 'ENDED'")) {
            update.setObject(1, rollout);
            update.executeUpdate();
        }
    }
}
