package dev.lockstep.orchestration.automation;

import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.Snapshots.Snapshot;
import dev.lockstep.orchestration.dispatch.TaskReports;
import dev.lockstep.orchestration.dispatch.Tasks;
import dev.lockstep.orchestration.dispatch.WorkOrders;
import dev.lockstep.orchestration.locking.LockTable;
import dev.lockstep.orchestration.rollout.RefusedException;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.orchestration.signal.WakeUpCall;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries rollouts on. Its threads claim rollouts whose time has come, ask the navigator for the next move, and make it. All it knows
 * is in the database: it can be killed at any moment, and replicas share the work; should two ever move the same rollout, the stream's
 * version lets only one of them.
 */
@ApplicationScoped
class Automation {

    private static final Logger LOG = Logger.getLogger(Automation.class);
    private static final int THREADS = 3;
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration CLAIM = Duration.ofSeconds(10);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Rollouts rollouts;
    private final Navigator navigator;
    private final LockTable locks;
    private final WorkOrders orders;
    private final Tasks tasks;
    private final TaskReports reports;
    private final WakeUpCall wakeUpCall;
    private final Watch watch;
    private final DataSource database;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private int ringWithoutClaim = -1;
    private long withoutClaimSince;

    @Inject
    Automation(
            Rollouts rollouts,
            Navigator navigator,
            LockTable locks,
            WorkOrders orders,
            Tasks tasks,
            TaskReports reports,
            WakeUpCall wakeUpCall,
            Watch watch,
            DataSource database,
            Clock clock) {
        this.rollouts = rollouts;
        this.navigator = navigator;
        this.locks = locks;
        this.orders = orders;
        this.tasks = tasks;
        this.reports = reports;
        this.wakeUpCall = wakeUpCall;
        this.watch = watch;
        this.database = database;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().name("automation-" + i).start(this::run));
        }
    }

    void stop(@Observes ShutdownEvent ending) throws InterruptedException {
        stopping = true;
        wakeUpCall.ring();
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(20));
        }
    }

    private void run() {
        while (!stopping) {
            int ring = wakeUpCall.lastRing();
            watch.awake(clock.instant());
            try {
                Optional<Claim> claim = claimSince(ring);
                if (claim.isPresent()) {
                    carryOn(claim.get());
                } else {
                    wakeUpCall.await(ring, GLANCE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (EventStoreException | SQLException e) {
                LOG.warn("the database is in trouble; the automation will try again", e);
                watch.interrupted();
                pause();
            } catch (RuntimeException | Error e) {
                // The thread goes on: rollouts would stand still without a word otherwise.
                LOG.error(
                        "the automation met an error of the program; it will try again, restart the service if it stays",
                        e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_TROUBLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Claim(UUID rollout, long number) {}

    /** One thread at a time asks; what it found to be nothing is nothing to the others until the bell rings again, or for a glance. */
    private synchronized Optional<Claim> claimSince(int ring) throws SQLException {
        long now = System.nanoTime();
        if (ring == ringWithoutClaim && now - withoutClaimSince < GLANCE.toNanos()) {
            return Optional.empty();
        }
        Optional<Claim> claim = claim();
        if (claim.isEmpty()) {
            ringWithoutClaim = ring;
            withoutClaimSince = now;
        }
        return claim;
    }

    private Optional<Claim> claim() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        update rollout set wake_at = ?
                         where id = (select id from rollout where active and wake_at <= ?
                                      order by wake_at limit 1 for update skip locked)
                        returning id, wake_number""")) {
            Instant now = clock.instant();
            update.setTimestamp(1, Timestamp.from(now.plus(CLAIM)));
            update.setTimestamp(2, Timestamp.from(now));
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Claim(row.getObject(1, UUID.class), row.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    /** Moves as far as it goes, then rests; whatever happened meanwhile ends the rest at once. */
    private void carryOn(Claim claim) throws SQLException {
        UUID id = claim.rollout();
        long number = claim.number();
        try {
            while (!stopping) {
                Snapshot<Rollout> seen = rollouts.latest(id);
                NextMove next = navigator.next(seen.state(), now());
                if (next instanceof NextMove.Rest(Instant until)) {
                    rest(id, number, until);
                    return;
                }
                move(id, seen, next);
                number = wakeNumber(id);
            }
        } catch (RefusedException e) {
            LOG.debugf(
                    "rollout=%s went on without this move: %s", id, e.refusal().detail());
            // Whatever happened meanwhile wakes it at once; a move that is refused for good must not spin.
            rest(id, number, now().plus(AFTER_REFUSAL));
        } catch (EventStoreException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // The others are carried on, and this one is tried again.
            LOG.errorf(e, "rollout=%s cannot be carried on; it is tried again in %s", id, CLAIM);
            rest(id, number, now().plus(CLAIM));
        }
    }

    /** A move is for the state that it was found for: this process may have stood still, and another one went on with the rollout. */
    void move(UUID id, Snapshot<Rollout> seen, NextMove next) {
        Instant now = now();
        switch (next) {
            case NextMove.Give(RolloutCommand command) -> give(id, seen, now, _ -> Optional.of(command));
            case NextMove.TakeLocks _ -> takeLocks(id, seen, now);
            case NextMove.LeaseLost _ -> leaseLost(seen.state(), now);
            case NextMove.Rest _ -> {
                // Nothing to do.
            }
        }
    }

    private void give(UUID id, Snapshot<Rollout> seen, Instant now, Rollouts.Preparation preparation) {
        rollouts.handleAsOf(
                seen.version(),
                id,
                Rollouts.byAutomation(UUID.randomUUID(), seen.state().required().cluster(), now),
                preparation);
    }

    private void takeLocks(UUID id, Snapshot<Rollout> seen, Instant now) {
        Rollout rollout = seen.state();
        RolloutRequested request = rollout.required();
        CurrentStep current = current(rollout);
        String step = current.step().id();
        give(id, seen, now, connection -> {
            if (!rollout.approvals().missing(step, now).isEmpty()) {
                return Optional.of(new RolloutCommand.Execute(List.of(), null, now));
            }
            LockTable.Attempt attempt = locks.take(current.step().locks(), id, step, seenAt(current), now, connection);
            return Optional.of(
                    switch (attempt) {
                        case LockTable.Granted granted ->
                            new RolloutCommand.Execute(
                                    granted.locks(),
                                    current.step().actor() == Actor.RUNNER ? orders.command(request, step) : null,
                                    now);
                        case LockTable.Busy busy ->
                            new RolloutCommand.WaitForLock(
                                    "the lock '%s' is held by rollout %s".formatted(busy.resource(), busy.rollout()),
                                    now);
                        case LockTable.FactsOutdated _ ->
                            new RolloutCommand.LookAgain(orders.lookBefore(request, step, Duration.ZERO), now);
                    });
        });
    }

    private static Instant seenAt(CurrentStep current) {
        return current.reported() == null ? Instant.EPOCH : current.reported().observedAt();
    }

    private void leaseLost(Rollout rollout, Instant now) {
        UUID task = current(rollout).task();
        if (task != null) {
            tasks.find(task).ifPresent(lost -> reports.leaseLost(lost, now));
        }
    }

    private static CurrentStep current(Rollout rollout) {
        CurrentStep current = rollout.current();
        if (current == null) {
            throw new IllegalStateException("no step's turn has come");
        }
        return current;
    }

    private long wakeNumber(UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select wake_number from rollout where id = ?")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    private void rest(UUID id, long number, @Nullable Instant until) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update rollout set wake_at = ? where id = ? and wake_number = ?")) {
            update.setTimestamp(1, until == null ? null : Timestamp.from(until));
            update.setObject(2, id);
            update.setLong(3, number);
            if (update.executeUpdate() == 0) {
                wakeNow(id, connection);
            }
        }
    }

    private static void wakeNow(UUID id, Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update rollout set wake_at = now() where id = ? and active")) {
            update.setObject(1, id);
            update.executeUpdate();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
