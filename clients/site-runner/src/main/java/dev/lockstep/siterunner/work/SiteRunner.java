package dev.lockstep.siterunner.work;

import dev.lockstep.contracts.work.Heartbeat;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.siterunner.Log;
import dev.lockstep.siterunner.RunnerSettings;
import dev.lockstep.siterunner.platform.Answer;
import dev.lockstep.siterunner.platform.Orchestration;
import dev.lockstep.siterunner.transport.LocalTransport;
import dev.lockstep.siterunner.transport.Transports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pulls tasks, does them and reports. A command starts only under a grant that the platform has just confirmed, is remembered before
 * it starts and never started twice; a result is on disk
 * before it is reported and reported until the platform has heard; what a killed runner left unfinished is reported as unknown, once
 * it runs no more.
 */
public final class SiteRunner {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int HEARTBEATS_IN_A_LEASE = 3;

    private final RunnerSettings settings;
    private final Orchestration platform;
    private final TaskMemory memory;
    private final Execution execution;
    private final Redaction redaction;
    private final InstantSource clock;
    private final Log log;
    private final List<Thread> workers = new CopyOnWriteArrayList<>();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    public SiteRunner(
            RunnerSettings settings,
            Orchestration platform,
            TaskMemory memory,
            Transports transports,
            Redaction redaction,
            InstantSource clock,
            Log log) {
        this.settings = settings;
        this.platform = platform;
        this.memory = memory;
        this.execution = new Execution(transports, redaction, clock);
        this.redaction = redaction;
        this.clock = clock;
        this.log = log;
    }

    /** Works until it is stopped. */
    public void run() throws IOException, InterruptedException {
        log.event("runner-started", "site", settings.site(), "runner", settings.runner());
        for (RunnerTask each : memory.unfinished()) {
            Optional<ProcessHandle> alive = memory.stillRunning(each.id());
            if (alive.isPresent()) {
                workers.add(Thread.ofPlatform()
                        .name("left-behind-" + each.id())
                        .unstarted(() -> attendLeftBehind(each, alive.get())));
            } else {
                leaveUnfinished(each);
            }
        }
        for (UUID each : memory.unreported()) {
            report(each);
        }
        for (int i = 1; i <= settings.parallelTasks(); i++) {
            workers.add(Thread.ofPlatform().name("worker-" + i).unstarted(this::work));
        }
        workers.forEach(Thread::start);
        for (Thread each : workers) {
            each.join();
        }
    }

    /** Takes no more tasks, gives running ones a while, then lets go of them. */
    public void stop(Duration farewell) {
        stopping = true;
        workers.stream().filter(each -> !busy.contains(each)).forEach(Thread::interrupt);
        Instant end = clock.instant().plus(farewell);
        try {
            for (Thread each : workers) {
                each.join(
                        Duration.between(clock.instant(), end).isNegative()
                                ? Duration.ofMillis(1)
                                : Duration.between(clock.instant(), end));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leaveUnfinished(RunnerTask task) throws IOException {
        memory.ended(task.id(), leftUnfinished(task));
        log.event("task-left-unfinished", "task", task.id(), "step", task.step());
    }

    /** The command outlived the runner that began it: as long as it runs, the task is not over, and nothing else may take its place. */
    private void attendLeftBehind(RunnerTask task, ProcessHandle process) {
        log.event("task-still-runs", "task", task.id(), "step", task.step(), "pid", process.pid());
        Pulse pulse = new Pulse(task);
        try {
            Instant end =
                    process.info().startInstant().orElseGet(clock::instant).plus(task.timeout());
            Duration left = Duration.between(clock.instant(), end);
            process.onExit().get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LocalTransport.endTree(process);
        } catch (ExecutionException e) {
            log.event("task-not-attended", "task", task.id(), "error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            pulse.stop();
        }
        try {
            leaveUnfinished(task);
            report(task.id());
        } catch (IOException e) {
            log.event("task-not-done", "task", task.id(), "error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A command may have had its effect, so nobody knows; a look had none and may simply be repeated. */
    private TaskResult leftUnfinished(RunnerTask task) {
        boolean command = task.work() instanceof Work.Execute;
        return new TaskResult(
                task.fencingToken(),
                command ? TaskOutcome.UNKNOWN : TaskOutcome.FAILED,
                null,
                List.of(),
                List.of(),
                command
                        ? "the runner was restarted while the command ran; what it did is not known"
                        : "the runner was restarted while it looked",
                clock.instant(),
                clock.instant());
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        UUID request = UUID.randomUUID();
        while (!stopping) {
            try {
                Optional<RunnerTask> task =
                        platform.lease(new LeaseRequest(settings.runner(), settings.site(), PATIENCE, request));
                pause = FIRST_PAUSE;
                request = UUID.randomUUID();
                if (task.isPresent()) {
                    busy.add(Thread.currentThread());
                    remembered(task.orElseThrow());
                }
            } catch (IOException e) {
                log.event("platform-unreachable", "retryInMs", pause.toMillis(), "reason", reason(e));
                if (!rest(pause)) {
                    return;
                }
                pause = longer(pause);
            } catch (RuntimeException | Error e) {
                // The worker goes on: with one less, tasks would wait without a word.
                log.event("task-not-done", "retryInMs", pause.toMillis(), "error", e, "at", place(e));
                if (!rest(pause)) {
                    return;
                }
                pause = longer(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                busy.remove(Thread.currentThread());
            }
        }
    }

    private void remembered(RunnerTask task) throws InterruptedException {
        try {
            take(task);
        } catch (IOException e) {
            throw new UncheckedIOException("the work folder cannot be read or written: " + e, e);
        }
    }

    private static Object place(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length == 0 ? "" : frames[0];
    }

    private String reason(IOException failure) {
        String message = failure.getMessage();
        return redaction.redact(message == null ? failure.getClass().getSimpleName() : message);
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(RunnerTask task) throws IOException, InterruptedException {
        boolean command = task.work() instanceof Work.Execute;
        if (command && memory.knows(task.id())) {
            again(task);
            return;
        }
        if (command && !grantCounts(task)) {
            log.event("task-too-late", "task", task.id(), "step", task.step());
            return;
        }
        memory.started(task);
        log.event("task-started", "task", task.id(), "cluster", task.cluster(), "step", task.step());
        TaskResult result = perform(task);
        memory.ended(task.id(), result);
        log.event("task-ended", "task", task.id(), "outcome", result.outcome());
        report(task.id());
    }

    /**
     * A grant may be gone by the time its answer is read: the machine slept, or the network held it back. Somebody else may act on the
     * cluster by then, so a command starts only when the platform has said just now that the grant counts. As long as it says nothing,
     * the command waits. A command without a grant is forgotten: the platform listens to nothing about it any more, and whoever has the
     * grant now may be another worker of this runner.
     */
    private boolean grantCounts(RunnerTask task) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            long asked = System.nanoTime();
            try {
                Answer answer = platform.heartbeat(task.id(), new Heartbeat(task.fencingToken(), false));
                if (answer instanceof Answer.Refused) {
                    return false;
                }
                if (System.nanoTime() - asked < task.lease().dividedBy(2).toNanos()) {
                    return true;
                }
            } catch (IOException e) {
                log.event("grant-not-confirmed", "task", task.id(), "reason", reason(e));
                Thread.sleep(pause);
                pause = longer(pause);
            }
        }
    }

    private TaskResult perform(RunnerTask task) throws InterruptedException {
        Pulse pulse = new Pulse(task);
        try {
            return task.work() instanceof Work.Execute
                    ? streamed(task)
                    : execution.perform(task, process -> {}, line -> {});
        } finally {
            pulse.stop();
        }
    }

    private TaskResult streamed(RunnerTask task) throws InterruptedException {
        OutputStreamer streamer = new OutputStreamer(platform, redaction, task.id(), task.fencingToken()).start();
        TaskResult result = execution.perform(task, process -> memory.runs(task.id(), process), streamer::line);
        streamer.close();
        return result;
    }

    /** A command that was granted a second time is not run a second time. */
    private void again(RunnerTask task) throws IOException, InterruptedException {
        TaskResult known = memory.result(task.id()).orElseGet(() -> leftUnfinished(task));
        memory.ended(
                task.id(),
                new TaskResult(
                        task.fencingToken(),
                        known.outcome(),
                        known.exitCode(),
                        known.facts(),
                        known.listed(),
                        known.failure(),
                        known.startedAt(),
                        known.endedAt()));
        log.event("task-granted-again", "task", task.id(), "outcome", known.outcome());
        report(task.id());
    }

    /** Reports a result until the platform has heard it or says that it never will. */
    private void report(UUID task) throws IOException, InterruptedException {
        TaskResult result = memory.result(task).orElseThrow();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                Answer answer = platform.result(task, result);
                if (answer instanceof Answer.Refused refused) {
                    log.event("result-refused", "task", task, "status", refused.status(), "detail", refused.detail());
                }
                memory.reported(task);
                return;
            } catch (IOException e) {
                log.event("result-waits", "task", task, "retryInMs", pause.toMillis(), "reason", reason(e));
                Thread.sleep(pause);
                pause = longer(pause);
            }
        }
    }

    /** Heartbeats while a task runs. */
    private final class Pulse {
        private final RunnerTask task;
        private final Thread thread;

        Pulse(RunnerTask task) {
            this.task = task;
            this.thread = Thread.ofVirtual().name("heartbeat-" + task.id()).start(this::beat);
        }

        private void beat() {
            Duration rhythm = task.lease().dividedBy(HEARTBEATS_IN_A_LEASE);
            while (rest(rhythm)) {
                try {
                    if (platform.heartbeat(task.id(), new Heartbeat(task.fencingToken(), true))
                            instanceof Answer.Refused refused) {
                        log.event("lease-lost", "task", task.id(), "status", refused.status());
                        return;
                    }
                } catch (IOException e) {
                    log.event("heartbeat-failed", "task", task.id(), "reason", reason(e));
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        void stop() {
            thread.interrupt();
        }
    }
}
