package dev.lockstep.orchestration.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.EventStoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads and leases tasks. */
@ApplicationScoped
public class Tasks {

    private static final String COLUMNS = """
            id, rollout, step, attempt, purpose, site, cluster, work, extract(epoch from timeout), state, runner,
            fencing_token, granted_at, lease_expires_at""";

    private final DataSource database;

    @Inject
    Tasks(DataSource database) {
        this.database = database;
    }

    /**
     * A task as it stands.
     *
     * @param state {@code READY}, {@code LEASED} or {@code ENDED}
     * @param runner who holds or held it, or null
     * @param fencingToken of the grant, or 0 before it
     */
    public record Task(
            UUID id,
            UUID rollout,
            String step,
            int attempt,
            String purpose,
            String site,
            ClusterId cluster,
            Work work,
            Duration timeout,
            String state,
            @Nullable String runner,
            long fencingToken,
            @Nullable Instant grantedAt,
            @Nullable Instant leaseExpiresAt) {

        RunnerTask forRunner(Duration lease) {
            return new RunnerTask(id, fencingToken, rollout, step, attempt, site, cluster, work, timeout, lease);
        }
    }

    /** The task of an id. */
    public Optional<Task> find(UUID id) {
        return read("select " + COLUMNS + " from task where id = ?", select -> select.setObject(1, id)).stream()
                .findFirst();
    }

    /** Tasks that a runner of a site can take now. */
    List<Task> ready(String site, Instant now) {
        return read(
                "select " + COLUMNS
                        + " from task where site = ? and state = 'READY' and not_before <= ? order by not_before limit 10",
                select -> {
                    select.setString(1, site);
                    select.setTimestamp(2, Timestamp.from(now));
                });
    }

    /** The task that a request was granted before, while its lease lasts. */
    Optional<Task> granted(LeaseRequest again, Instant now) {
        if (again.request() == null) {
            return Optional.empty();
        }
        return read(
                        "select " + COLUMNS + " from task where lease_request = ? and site = ? and runner = ?"
                                + " and state = 'LEASED' and lease_expires_at > ?",
                        select -> {
                            select.setObject(1, again.request());
                            select.setString(2, again.site());
                            select.setString(3, again.runner());
                            select.setTimestamp(4, Timestamp.from(now));
                        })
                .stream()
                .findFirst();
    }

    /** Takes a task that is still ready; empty when somebody else was faster. */
    Optional<Task> lease(UUID id, LeaseRequest wanted, Instant now, Duration lease, Connection connection)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update task set state = 'LEASED', runner = ?, fencing_token = nextval('fencing_token'), granted_at = ?,
                       lease_expires_at = ?, lease_request = ?
                 where id = ? and state = 'READY' returning\s""" + COLUMNS)) {
            update.setString(1, wanted.runner());
            update.setTimestamp(2, Timestamp.from(now));
            update.setTimestamp(3, Timestamp.from(now.plus(lease)));
            update.setObject(4, wanted.request());
            update.setObject(5, id);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(task(row)) : Optional.empty();
            }
        }
    }

    /** Whether the holder of this token may begin the task still; if so, it has a whole lease to do so. */
    boolean extend(UUID id, long fencingToken, Instant now, Duration lease) {
        return extend(id, fencingToken, now.plus(lease), now);
    }

    /**
     * Whether the holder of this token, who works on the task, has not been given up; if so, its lease is renewed. It may have run out
     * while nobody was there to hear of it.
     */
    boolean extendRunning(UUID id, long fencingToken, Instant now, Duration lease) {
        return extend(id, fencingToken, now.plus(lease), Instant.EPOCH);
    }

    private boolean extend(UUID id, long fencingToken, Instant until, Instant notRunOutBefore) {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        update task set lease_expires_at = ?
                         where id = ? and fencing_token = ? and state = 'LEASED' and lease_expires_at > ?""")) {
            update.setTimestamp(1, Timestamp.from(until));
            update.setObject(2, id);
            update.setLong(3, fencingToken);
            update.setTimestamp(4, Timestamp.from(notRunOutBefore));
            return update.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new EventStoreException("A lease cannot be written", e);
        }
    }

    /** When the runner of a task fell silent. */
    enum Silence {
        /** Before it confirmed the grant, which it does right before it begins: nothing was done. */
        BEFORE_THE_BEGINNING,
        /** Later: nobody knows what was done. */
        PERHAPS_LATER
    }

    /** How a task's lease ran out; empty when it did not. The runner cannot speak up before the transaction ends. */
    Optional<Silence> silence(UUID id, Instant now, Duration lease, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select granted_at, lease_expires_at from task
                 where id = ? and state = 'LEASED' and lease_expires_at <= ? for update""")) {
            select.setObject(1, id);
            select.setTimestamp(2, Timestamp.from(now));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Instant granted = instant(row.getTimestamp(1));
                Instant expires = instant(row.getTimestamp(2));
                boolean neverExtended = granted != null && granted.plus(lease).equals(expires);
                return Optional.of(neverExtended ? Silence.BEFORE_THE_BEGINNING : Silence.PERHAPS_LATER);
            }
        }
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private List<Task> read(String sql, Parameters parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            parameters.set(select);
            List<Task> tasks = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tasks.add(task(row));
                }
            }
            return tasks;
        } catch (SQLException e) {
            throw new EventStoreException("The tasks cannot be read", e);
        }
    }

    private static Task task(ResultSet row) throws SQLException {
        try {
            return new Task(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getInt(4),
                    row.getString(5),
                    row.getString(6),
                    new ClusterId(row.getString(7)),
                    ContractJson.mapper().readValue(row.getString(8), Work.class),
                    Duration.ofMillis((long) (row.getDouble(9) * 1000)),
                    row.getString(10),
                    row.getString(11),
                    row.getLong(12),
                    instant(row.getTimestamp(13)),
                    instant(row.getTimestamp(14)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a task cannot be read", e);
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
