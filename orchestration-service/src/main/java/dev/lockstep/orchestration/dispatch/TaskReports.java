package dev.lockstep.orchestration.dispatch;

import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.orchestration.dispatch.Tasks.Silence;
import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.orchestration.rollout.ShortText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** How tasks begin and end, told to their rollouts. */
@ApplicationScoped
public class TaskReports {

    private static final int LONGEST_FAILURE = 2_000;

    private final Rollouts rollouts;
    private final Tasks tasks;
    private final WorkOrders orders;
    private final Duration lease;

    @Inject
    TaskReports(
            Rollouts rollouts,
            Tasks tasks,
            WorkOrders orders,
            @ConfigProperty(name = "lockstep.orchestration.lease") Duration lease) {
        this.rollouts = rollouts;
        this.tasks = tasks;
        this.orders = orders;
        this.lease = lease;
    }

    /** Gives a ready task to a runner; empty when it is not ready any more. */
    Optional<Task> lease(Task ready, LeaseRequest wanted, Duration lease, CommandMetadata metadata) {
        Task[] taken = new Task[1];
        Optional<CommandResult<Rollout, RolloutEvent>> result =
                rollouts.handle(ready.rollout(), metadata, connection -> {
                    Optional<Task> leased = tasks.lease(ready.id(), wanted, metadata.time(), lease, connection);
                    leased.ifPresent(task -> taken[0] = task);
                    return leased.map(task -> new RolloutCommand.TakeTask(
                            task.id(), wanted.runner(), task.fencingToken(), metadata.time()));
                });
        return result.map(_ -> taken[0]);
    }

    /** Tells a rollout how a task ended. */
    void ended(Task task, TaskResult result, String runner, CommandMetadata metadata) {
        rollouts.handle(task.rollout(), command(task, result, runner, metadata.time()), metadata);
    }

    /** Keeps what the holder of a grant says that does not count any more; it changes nothing. */
    void late(Task task, TaskResult result, CommandMetadata metadata) {
        rollouts.handle(
                task.rollout(),
                new RolloutCommand.RecordLateResult(new LateResultRecorded(
                        task.cluster(),
                        task.rollout(),
                        task.step(),
                        task.attempt(),
                        task.id(),
                        Purpose.valueOf(task.purpose()),
                        String.valueOf(task.runner()),
                        task.fencingToken(),
                        result.outcome(),
                        result.exitCode(),
                        shortened(result.failure()),
                        result.facts().size(),
                        metadata.time())),
                metadata);
    }

    private RolloutCommand command(Task task, TaskResult result, String runner, Instant now) {
        RolloutRequested request = rollouts.state(task.rollout()).required();
        return switch (task.work()) {
            case Work.Observe _ ->
                failureOf(result)
                        .map(failure -> lookFailed(task, request, failure, now))
                        .orElseGet(() -> new RolloutCommand.ReportFacts(
                                task.id(), runner, seenAt(task, now), result.facts(), result.listed(), now));
            case Work.Execute _ ->
                new RolloutCommand.ReportCommandEnded(
                        task.id(),
                        runner,
                        result.outcome(),
                        result.exitCode(),
                        shortened(result.failure()),
                        now,
                        orders.lookAfter(request, task.step(), Duration.ZERO),
                        now);
        };
    }

    /** Why nothing was seen, or nothing that can be believed. */
    private static Optional<String> failureOf(TaskResult result) {
        return result.outcome() == TaskOutcome.FINISHED
                ? ReportCheck.mistake(result).flatMap(mistake -> Optional.ofNullable(shortened(mistake)))
                : Optional.of(Objects.requireNonNullElseGet(
                        shortened(result.failure()), () -> "the look ended as " + result.outcome()));
    }

    /** A sentence for people, kept in an event. */
    private static @Nullable String shortened(@Nullable String failure) {
        return failure == null ? null : ShortText.of(failure, LONGEST_FAILURE);
    }

    /** By this service's clock, and rather too early than too late: nothing was seen before the task was granted. */
    private static Instant seenAt(Task task, Instant now) {
        Instant granted = task.grantedAt();
        return granted == null ? now : granted;
    }

    private RolloutCommand lookFailed(Task task, RolloutRequested request, String failure, Instant now) {
        CurrentStep current = rollouts.state(task.rollout()).current();
        Duration delay = WorkOrders.backOff(current == null ? 1 : current.failedLooks() + 1);
        return new RolloutCommand.ReportLookFailed(
                task.id(),
                failure,
                task.purpose().equals(Purpose.LOOK_BEFORE.name())
                        ? orders.lookBefore(request, task.step(), delay)
                        : orders.lookAfter(request, task.step(), delay),
                now);
    }

    /** The lease of a task ran out: unless its runner fell silent before it began, what it did is not known. */
    public void leaseLost(Task task, Instant now) {
        RolloutRequested request = rollouts.state(task.rollout()).required();
        rollouts.handle(
                task.rollout(),
                Rollouts.byAutomation(EventIds.derive(task.id(), "lease-lost"), request.cluster(), now),
                connection -> tasks.silence(task.id(), now, lease, connection)
                        .map(silence -> lost(task, request, silence, now)));
    }

    private RolloutCommand lost(Task task, RolloutRequested request, Silence silence, Instant now) {
        String failure = "the runner %s has not been heard of within its lease".formatted(task.runner());
        return switch (task.work()) {
            case Work.Observe _ -> lookFailed(task, request, failure, now);
            case Work.Execute _ ->
                switch (silence) {
                    case BEFORE_THE_BEGINNING ->
                        new RolloutCommand.GrantLapsed(
                                task.id(),
                                "the runner %s took the command and fell silent before it began; nothing was executed"
                                        .formatted(task.runner()),
                                now);
                    case PERHAPS_LATER ->
                        new RolloutCommand.ReportCommandEnded(
                                task.id(),
                                String.valueOf(task.runner()),
                                TaskOutcome.UNKNOWN,
                                null,
                                failure,
                                now,
                                orders.lookAfter(request, task.step(), Duration.ZERO),
                                now);
                };
        };
    }
}
