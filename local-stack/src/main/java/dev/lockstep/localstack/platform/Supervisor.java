package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.process.ChildProcess;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.Component;
import dev.lockstep.localstack.server.Starter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts components as soon as what they depend on is ready, starts again what ends by itself, and stops everything in
 * the opposite order.
 */
final class Supervisor {
    private static final Duration REMINDER = Duration.ofSeconds(5);

    private final Starter starter;
    private final StateJournal journal;
    private final Map<String, Supervised> supervised = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    /**
     * @param components every component after those it depends on
     * @throws IllegalArgumentException when one depends on something that does not come before it
     */
    Supervisor(List<Component> components, Launcher launcher, StateJournal journal) {
        this.starter = new Starter(launcher);
        this.journal = journal;
        for (Component component : components) {
            if (!supervised.keySet().containsAll(component.dependsOn())) {
                throw new IllegalArgumentException(
                        component.name() + " depends on " + component.dependsOn() + ", which must come before it");
            }
            supervised.put(component.name(), new Supervised(component));
        }
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws IOException when a component does not come up; everything else has been stopped then
     */
    void start() throws IOException, InterruptedException {
        CompletableFuture<Void> firstFailure = new CompletableFuture<>();
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (Supervised one : supervised.values()) {
            starts.add(CompletableFuture.runAsync(() -> firstStart(one), threads));
            one.ready.exceptionally(failure -> {
                firstFailure.completeExceptionally(failure);
                return null;
            });
        }
        try {
            CompletableFuture<Void> all = CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new));
            CompletableFuture<Object> outcome = CompletableFuture.anyOf(all, firstFailure);
            threads.execute(() -> remindUntil(outcome));
            outcome.join();
        } catch (CompletionException e) {
            stop();
            throw new IOException(rootMessage(e), e);
        }
        if (stopping) {
            throw new InterruptedException("stopped while starting");
        }
    }

    private void remindUntil(CompletableFuture<?> outcome) {
        while (!outcome.isDone() && !stopping) {
            try {
                outcome.get(REMINDER.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                supervised.values().stream()
                        .filter(this::holdsUpTheStart)
                        .forEach(one -> journal.remind(one.component));
            } catch (ExecutionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Not ready, though everything that it depends on is. */
    private boolean holdsUpTheStart(Supervised one) {
        return !one.ready.isDone()
                && one.component.dependsOn().stream()
                        .allMatch(needed -> requireKnown(needed).ready.isDone());
    }

    private void firstStart(Supervised one) {
        try {
            one.component.prepare(one::waitingFor);
            for (String needed : one.component.dependsOn()) {
                CompletableFuture<Void> ready = requireKnown(needed).ready;
                if (!ready.isDone()) {
                    one.waitingFor("waits for " + needed);
                }
                ready.join();
            }
            one.bringUp();
            one.ready.complete(null);
        } catch (IOException | RuntimeException e) {
            one.ready.completeExceptionally(e);
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            one.ready.completeExceptionally(e);
            Thread.currentThread().interrupt();
        }
    }

    /** Stops everything, each component after all that depend on it. Returns when all children are gone. */
    void stop() {
        stopping = true;
        synchronized (supervised) {
            if (!threads.isShutdown()) {
                bringAllDown();
                threads.shutdownNow();
            }
        }
    }

    private void bringAllDown() {
        Map<String, CompletableFuture<Void>> stops = new LinkedHashMap<>();
        for (Supervised one : supervised.values().stream().toList().reversed()) {
            CompletableFuture<?>[] dependents = supervised.values().stream()
                    .filter(other -> other.component.dependsOn().contains(one.component.name()))
                    .map(other -> stops.get(other.component.name()))
                    .toArray(CompletableFuture[]::new);
            stops.put(one.component.name(), CompletableFuture.allOf(dependents).thenRunAsync(one::bringDown, threads));
        }
        CompletableFuture.allOf(stops.values().toArray(CompletableFuture[]::new))
                .join();
    }

    private Supervised requireKnown(String name) {
        Supervised found = supervised.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no component " + name);
        }
        return found;
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause instanceof CompletionException) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** One component with its child of the moment. */
    private final class Supervised {
        private final Component component;
        private final CompletableFuture<Void> ready = new CompletableFuture<>();
        private final List<ChildProcess> children = new ArrayList<>();
        private BackOff backOff = BackOff.NONE;

        Supervised(Component component) {
            this.component = component;
        }

        void waitingFor(String reason) {
            journal.waiting(component, reason);
        }

        /** Launches the component and watches its child from then on. */
        void bringUp() throws IOException, InterruptedException {
            long begin = System.nanoTime();
            ChildProcess child = starter.bringUp(component, this::remember, this::waitingFor);
            long readyAt = System.nanoTime();
            journal.ready(component, child.identity(), Duration.ofNanos(readyAt - begin));
            threads.execute(() -> watch(child, readyAt));
        }

        private void watch(ChildProcess child, long readyAt) {
            try {
                int exitCode = child.awaitExit();
                ended(exitCode, Duration.ofNanos(System.nanoTime() - readyAt));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Remembered from the moment of its launch, so that stopping reaches it while it starts. */
        private synchronized void remember(ChildProcess child) {
            children.removeIf(earlier -> !earlier.isAlive());
            children.add(child);
            journal.launched(component, child.identity());
            if (stopping) {
                throw new IllegalStateException("stopped while starting");
            }
        }

        private void ended(int exitCode, Duration run) {
            if (stopping) {
                return;
            }
            Duration pause = backOff.pause();
            backOff = backOff.after(run);
            journal.ended(component, exitCode, pause);
            while (!stopping) {
                try {
                    Thread.sleep(pause);
                    if (!stopping) {
                        bringUp();
                    }
                    return;
                } catch (IOException | RuntimeException e) {
                    if (!stopping) {
                        pause = backOff.pause();
                        backOff = backOff.after(Duration.ZERO);
                        journal.restartFailed(component, String.valueOf(e.getMessage()), pause);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private boolean served() {
            return ready.isDone() && !ready.isCompletedExceptionally();
        }

        private synchronized void bringDown() {
            for (ChildProcess child : children) {
                if (child.isAlive()) {
                    long begin = System.nanoTime();
                    component.delaysStop().ifPresent(this::waitingFor);
                    try {
                        boolean byItself = child.stop(component.stopLimit());
                        journal.stopped(component, Duration.ofNanos(System.nanoTime() - begin), !byItself);
                        if (byItself && served()) {
                            component.stopped();
                        }
                    } catch (IOException e) {
                        journal.notKept(component, String.valueOf(e.getMessage()));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }
    }
}
