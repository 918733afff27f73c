package dev.lockstep.orchestration.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class FinishedWorkTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @Inject
    FinishedWork finished;

    @Inject
    DataSource database;

    @Test
    void theWorkOfRolloutsThatAreLongOverIsForgottenAndNoOther() throws SQLException {
        UUID longOver = rollout("long-over:clu", NOW.minus(Duration.ofDays(31)));
        UUID justOver = rollout("just-over:clu", NOW.minus(Duration.ofDays(29)));
        UUID running = rollout("still-running:clu", null);

        while (finished.forget(NOW.minus(Duration.ofDays(30))) > 0) {
            // a few at a time
        }

        assertThat(rows(longOver)).as("task, output and gate answer").isZero();
        assertThat(rows(justOver)).isEqualTo(3);
        assertThat(rows(running)).isEqualTo(3);
    }

    @AfterEach
    void empty() throws SQLException {
        run("delete from task_output where task in (select id from task where site = 'nowhere')");
        run("delete from gate_answer where rollout in (select id from rollout where site = 'nowhere')");
        run("delete from task where site = 'nowhere'");
        run("delete from rollout where site = 'nowhere'");
    }

    private UUID rollout(String cluster, @Nullable Instant overSince) throws SQLException {
        UUID rollout = UUID.randomUUID();
        UUID task = UUID.randomUUID();
        run(
                """
                insert into rollout (id, cluster, site, plan_hash, status, active, phase_since, requested_at, version, over_since)
                values (?, ?, 'nowhere', 'hash', ?, ?, now(), now(), 1, ?)""",
                rollout,
                cluster,
                overSince == null ? "RUNNING" : "COMPLETED",
                overSince == null,
                overSince == null ? null : Timestamp.from(overSince));
        run("""
                insert into task (id, rollout, step, attempt, purpose, site, cluster, work, timeout, not_before, state)
                values (?, ?, 'step', 1, 'COMMAND', 'nowhere', ?, '{}', interval '1 minute', now(), 'ENDED')""", task, rollout, cluster);
        run("insert into task_output (task, first_line, lines) values (?, 0, 'a line')", task);
        run("""
                insert into gate_answer (gate, rollout, organization_version, cluster_version, blocking)
                values (?, ?, 1, 1, '[]')""", UUID.randomUUID(), rollout);
        return rollout;
    }

    private void run(String sql, @Nullable Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int place = 0; place < values.length; place++) {
                statement.setObject(place + 1, values[place]);
            }
            statement.executeUpdate();
        }
    }

    private long rows(UUID rollout) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        select (select count(*) from task where rollout = ?)
                             + (select count(*) from task_output o join task t on t.id = o.task where t.rollout = ?)
                             + (select count(*) from gate_answer where rollout = ?)""")) {
            for (int place = 1; place <= 3; place++) {
                select.setObject(place, rollout);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
