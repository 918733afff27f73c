package dev.lockstep.orchestration.dispatch;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.service.work.BackgroundTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Forgets, at the start and then every hour, what only running rollouts need: the tasks, the output of commands and the answers of gates
 * of rollouts that have been over for longer than {@code lockstep.orchestration.work-kept}. What happened is in the rollouts' events,
 * which stay.
 */
@ApplicationScoped
class FinishedWork implements BackgroundTask {

    /** One statement, so that a rollout's work goes whole; a few rollouts at a time, so that nobody waits for it. */
    private static final String FORGET = """
            with over as (
                select r.id from rollout r
                 where r.over_since < ?
                   and (exists (select from task t where t.rollout = r.id)
                        or exists (select from gate_answer g where g.rollout = r.id))
                 order by r.over_since limit 20
            ), output as (
                delete from task_output o using task t, over where t.rollout = over.id and o.task = t.id
            ), answers as (
                delete from gate_answer g using over where g.rollout = over.id
            ), tasks as (
                delete from task t using over where t.rollout = over.id
            )
            select id from over""";

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    @ConfigProperty(name = "lockstep.orchestration.work-kept")
    Duration kept;

    @Override
    public String name() {
        return "finished-work";
    }

    @Override
    public Duration idle() {
        return Duration.ofHours(1);
    }

    @Override
    public int work() {
        return forget(clock.instant().minus(kept));
    }

    /** Forgets the work of some rollouts that were over before an instant, and tells of how many. */
    int forget(Instant before) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setTimestamp(1, Timestamp.from(before));
            int rollouts = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rollouts++;
                }
            }
            return rollouts;
        } catch (SQLException e) {
            throw new EventStoreException("The work of finished rollouts cannot be forgotten", e);
        }
    }
}
