package dev.lockstep.orchestration.dispatch;

import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.signal.WakeUpCall;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands ready tasks to the requests that wait for them in this replica. The requests of a site stand in a line, and only the first looks
 * into the database: however many runners wait, a look costs one query, and each task is offered to one of them. Other replicas have
 * lines of their own; who takes a task is decided by its row.
 */
@ApplicationScoped
class ReadyTasks {

    private static final Duration GLANCE = Duration.ofMillis(250);
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(250);

    private final Tasks tasks;
    private final WakeUpCall wakeUpCall;
    private final Clock clock;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    @Inject
    ReadyTasks(Tasks tasks, WakeUpCall wakeUpCall, Clock clock) {
        this.tasks = tasks;
        this.wakeUpCall = wakeUpCall;
        this.clock = clock;
    }

    /** The requests of a site, and what was found for them. */
    private static final class Line {

        private final ReentrantLock first = new ReentrantLock(true);
        private final Deque<Task> found = new ArrayDeque<>();
        private final Map<UUID, Instant> offered = new HashMap<>();

        /** A task that nobody was offered yet. */
        Optional<Task> take() {
            Task task = found.poll();
            if (task != null) {
                offer(task, Instant.MAX);
            }
            return Optional.ofNullable(task);
        }

        synchronized void offer(Task task, Instant until) {
            offered.put(task.id(), until);
        }

        synchronized void settle(Task task) {
            offered.remove(task.id());
        }

        synchronized void add(List<Task> ready, Instant now) {
            offered.values().removeIf(until -> !until.isAfter(now));
            ready.stream().filter(task -> !offered.containsKey(task.id())).forEach(found::add);
        }
    }

    /**
     * The next task of a site, which is offered to nobody else of this replica until {@link #settled} or {@link #refused} is said; empty
     * when there is none within the time.
     */
    Optional<Task> next(String site, Duration longest) throws InterruptedException {
        Line line = lines.computeIfAbsent(site, _ -> new Line());
        long end = System.nanoTime() + longest.toNanos();
        if (!line.first.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            while (true) {
                int ring = wakeUpCall.lastRing();
                if (line.found.isEmpty()) {
                    Instant now = clock.instant();
                    line.add(tasks.ready(site, now), now);
                }
                Optional<Task> task = line.take();
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (task.isPresent() || !left.isPositive()) {
                    return task;
                }
                wakeUpCall.await(ring, left.compareTo(GLANCE) < 0 ? left : GLANCE);
            }
        } finally {
            line.first.unlock();
        }
    }

    /** A task that was offered is leased, or not ready any more, or nobody is there to take it: if it is ready still, it is offered again. */
    void settled(Task task) {
        line(task).settle(task);
    }

    /** A task that was offered cannot be had at the moment. */
    void refused(Task task) {
        line(task).offer(task, clock.instant().plus(AFTER_REFUSAL));
    }

    private Line line(Task task) {
        return lines.computeIfAbsent(task.site(), _ -> new Line());
    }
}
