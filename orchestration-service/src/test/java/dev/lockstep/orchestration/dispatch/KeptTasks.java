package dev.lockstep.orchestration.dispatch;

import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The table of tasks without a database, by the same rules. */
@Vetoed
public final class KeptTasks extends Tasks {

    private final Map<UUID, Task> tasks = new HashMap<>();
    private final Map<UUID, Instant> notBefore = new HashMap<>();
    private @Nullable UUID outstanding;
    private long fencingToken;

    public KeptTasks() {
        super(new PGSimpleDataSource());
    }

    /** Work orders made of other parts than those of a database. */
    public static WorkOrders orders(Plans plans, InventoryView inventory) {
        return new WorkOrders(plans, inventory);
    }

    @Override
    public Optional<Task> find(UUID id) {
        return Optional.ofNullable(tasks.get(id));
    }

    /** A task was made: a rollout has one at a time. */
    public void created(TaskCreated created) {
        ended();
        Task task = new Task(
                created.task(),
                created.rollout(),
                created.step(),
                created.attempt(),
                created.purpose().name(),
                created.site(),
                created.cluster(),
                created.work(),
                created.timeout(),
                "READY",
                null,
                0,
                null,
                null);
        tasks.put(task.id(), task);
        notBefore.put(task.id(), created.notBefore());
        outstanding = task.id();
    }

    /** Nobody waits for any of them. */
    public void ended() {
        if (outstanding != null) {
            tasks.computeIfPresent(
                    outstanding,
                    (_, task) -> changed(
                            task,
                            "ENDED",
                            task.runner(),
                            task.fencingToken(),
                            task.grantedAt(),
                            task.leaseExpiresAt()));
            outstanding = null;
        }
    }

    /** The task that a runner can take now. */
    public Optional<Task> ready(Instant now) {
        return unclaimed().filter(task -> !notBefore(task).isAfter(now));
    }

    private Optional<Task> unclaimed() {
        return Optional.ofNullable(outstanding)
                .map(tasks::get)
                .filter(task -> task.state().equals("READY"));
    }

    private Instant notBefore(Task task) {
        return Objects.requireNonNull(notBefore.get(task.id()));
    }

    /** When the next task can be taken. */
    public Optional<Instant> nextReady() {
        return unclaimed().map(this::notBefore);
    }

    /** The number that the next grant bears. */
    public long nextToken() {
        return ++fencingToken;
    }

    /** A runner has a task. */
    public void granted(UUID id, long token, Instant now, Duration lease) {
        tasks.computeIfPresent(id, (_, task) -> changed(task, "LEASED", "runner", token, now, now.plus(lease)));
    }

    /** The runner says that it begins; false when it was given up. */
    public boolean confirmed(UUID id, long token, Instant now, Duration lease) {
        Task task = tasks.get(id);
        if (task == null || !task.state().equals("LEASED") || task.fencingToken() != token) {
            return false;
        }
        // A moment later than at the grant, as it always is.
        Instant until = now.plus(lease).plusMillis(1);
        tasks.put(id, changed(task, "LEASED", task.runner(), token, task.grantedAt(), until));
        return true;
    }

    /** Whether a runner that fell silent had never said that it begins. */
    public static boolean neverBegan(Task task, Duration lease) {
        Instant granted = task.grantedAt();
        return granted != null && granted.plus(lease).equals(task.leaseExpiresAt());
    }

    /** Whether the work changes something. */
    public static boolean isCommand(Task task) {
        return task.work() instanceof Work.Execute;
    }

    private static Task changed(
            Task task,
            String state,
            @Nullable String runner,
            long token,
            @Nullable Instant granted,
            @Nullable Instant expires) {
        return new Task(
                task.id(),
                task.rollout(),
                task.step(),
                task.attempt(),
                task.purpose(),
                task.site(),
                task.cluster(),
                task.work(),
                task.timeout(),
                state,
                runner,
                token,
                granted,
                expires);
    }
}
