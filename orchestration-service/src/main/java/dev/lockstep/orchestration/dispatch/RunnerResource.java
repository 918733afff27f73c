package dev.lockstep.orchestration.dispatch;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.work.Heartbeat;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.TaskOutput;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.rollout.RefusedException;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What site runners ask for and report. Only the holder of a task's token is listened to. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/runner/tasks")
public class RunnerResource {

    private static final Logger LOG = Logger.getLogger(RunnerResource.class);
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_NAME = 200;
    private static final Duration GLANCE = Duration.ofSeconds(1);

    @Inject
    Tasks tasks;

    @Inject
    TaskReports reports;

    @Inject
    TaskOutputs outputs;

    @Inject
    ReadyTasks ready;

    @Inject
    Access access;

    @Inject
    Clock clock;

    @ConfigProperty(name = "lockstep.orchestration.lease")
    Duration lease;

    /**
     * Takes a task under lease; 204 when there is none within the runner's patience. A request that is repeated under its id gets
     * the task that it was granted before. One whose connection is gone takes nothing: a task granted to nobody would rest for a lease.
     */
    @POST
    @Path("/lease")
    @Policy("runner.work")
    public Response lease(LeaseRequest wanted, @Context HttpServerResponse connection) throws InterruptedException {
        if (wanted.site() == null || wanted.runner() == null) {
            throw new InvalidRequestException(
                    new Mistake("/site", "a runner names itself and its site", "give 'runner' and 'site'"));
        }
        access.require(Target.site(wanted.site()));
        if (wanted.runner().isBlank() || wanted.runner().length() > LONGEST_NAME) {
            throw new InvalidRequestException(new Mistake(
                    "/runner", "this is no name of a runner", "use 1 to %d characters".formatted(LONGEST_NAME)));
        }
        Duration patience = wanted.patience() == null || wanted.patience().isNegative()
                ? Duration.ZERO
                : wanted.patience().compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : wanted.patience();
        Instant until = clock.instant().plus(patience);
        while (!connection.closed()) {
            Optional<Task> again = grantedBefore(wanted);
            if (again.isPresent()) {
                return granted(again.get());
            }
            Duration left = Duration.between(clock.instant(), until);
            Optional<Task> offered = ready.next(
                    wanted.site(), left.isNegative() ? Duration.ZERO : left.compareTo(GLANCE) < 0 ? left : GLANCE);
            if (offered.isPresent() && connection.closed()) {
                ready.settled(offered.get());
            } else if (offered.isPresent()) {
                Optional<Task> taken = take(offered.get(), wanted);
                if (taken.isPresent()) {
                    return granted(taken.get());
                }
            } else if (left.compareTo(GLANCE) <= 0) {
                break;
            }
        }
        return Response.noContent().build();
    }

    private Response granted(Task task) {
        return Response.ok(task.forRunner(lease)).build();
    }

    private Optional<Task> grantedBefore(LeaseRequest wanted) {
        Instant now = now();
        return tasks.granted(wanted, now).filter(task -> tasks.extend(task.id(), task.fencingToken(), now, lease));
    }

    private Optional<Task> take(Task offered, LeaseRequest wanted) {
        boolean refused = true;
        try {
            Optional<Task> taken = reports.lease(offered, wanted, lease, metadata(offered, UUID.randomUUID(), now()));
            refused = false;
            return taken;
        } catch (RefusedException e) {
            // Its rollout went on without it in the meantime: the next one is tried.
            LOG.debugf("task=%s is not to be had: %s", offered.id(), e.refusal().detail());
            return Optional.empty();
        } finally {
            if (refused) {
                ready.refused(offered);
            } else {
                ready.settled(offered);
            }
        }
    }

    /** Says that the runner still works on it, or that it is about to begin. */
    @POST
    @Path("/{id}/heartbeat")
    @Policy("runner.work")
    public void heartbeat(@PathParam("id") UUID id, Heartbeat heartbeat) {
        requireTask(id);
        Instant now = clock.instant();
        boolean counts = Boolean.TRUE.equals(heartbeat.running())
                ? tasks.extendRunning(id, heartbeat.fencingToken(), now, lease)
                : tasks.extend(id, heartbeat.fencingToken(), now, lease);
        if (!counts) {
            throw staleToken();
        }
    }

    /** Takes a piece of output. */
    @POST
    @Path("/{id}/output")
    @Policy("runner.work")
    public void output(@PathParam("id") UUID id, TaskOutput output) {
        Task task = requireTask(id);
        requireToken(task, output.fencingToken());
        if (output.firstLine() < 1) {
            throw new InvalidRequestException(
                    new Mistake("/firstLine", "lines are counted from 1", "give the number of the first line"));
        }
        outputs.keep(id, output.firstLine(), output.lines());
    }

    /** Takes the result; the same result again has no second effect. */
    @POST
    @Path("/{id}/result")
    @Policy("runner.work")
    public void result(@PathParam("id") UUID id, TaskResult result) {
        Task task = requireTask(id);
        requireToken(task, result.fencingToken());
        if (result.outcome() == null) {
            throw new InvalidRequestException(
                    new Mistake("/outcome", "it is missing", "say how the task ended, for example FINISHED"));
        }
        UUID commandId = EventIds.derive(id, "result");
        try {
            reports.ended(task, result, String.valueOf(task.runner()), metadata(task, commandId, now()));
        } catch (RefusedException e) {
            late(task, result);
            throw ProblemException.refused(e.refusal());
        }
    }

    /** What comes too late does not count, but is not lost either. */
    private void late(Task task, TaskResult result) {
        try {
            reports.late(task, result, metadata(task, EventIds.derive(task.id(), "late-result"), now()));
        } catch (RefusedException e) {
            // It is waited for all the same: the runner reports again.
            LOG.debugf("task=%s has no late result: %s", task.id(), e.refusal().detail());
        }
    }

    private Task requireTask(UUID id) {
        Optional<Task> found = tasks.find(id);
        access.require(
                found.map(task -> Target.cluster(task.site(), task.cluster())).orElseGet(Target::platform));
        return found.orElseThrow(() -> ProblemException.notFound("task '%s'".formatted(id)));
    }

    private static void requireToken(Task task, long token) {
        if (task.fencingToken() != token || task.state().equals("READY")) {
            throw staleToken();
        }
    }

    private static ProblemException staleToken() {
        return ProblemException.refused(new Refusal(
                "stale-fencing-token",
                "This grant of the task does not count any more.",
                "Drop the task and take a new one",
                Map.of()));
    }

    private CommandMetadata metadata(Task task, UUID commandId, Instant now) {
        return CommandMetadata.first(
                commandId, access.principal().name(), task.cluster().value(), now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
