package dev.lockstep.localstack.server;

import dev.lockstep.localstack.process.ChildProcess;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.process.PortOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Brings one component from nothing to ready. */
public final class Starter {
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
    private static final Duration PAUSE_BETWEEN_ATTEMPTS = Duration.ofMillis(300);
    private static final Duration FREE_PORT_LIMIT = Duration.ofSeconds(10);
    private static final int LOG_TAIL_LINES = 15;

    private final Launcher launcher;

    public Starter(Launcher launcher) {
        this.launcher = launcher;
    }

    /**
     * Prepares the component and brings it up.
     *
     * @param progress told what is being waited for
     * @throws IOException when it does not come up; the message says why and ends with the last lines of its log
     */
    public ChildProcess start(Component component, Consumer<String> progress) throws IOException, InterruptedException {
        component.prepare(progress);
        return bringUp(component, launched -> {}, progress);
    }

    /**
     * Launches a component that is prepared, waits until it serves, and furnishes it.
     *
     * @param launched told about every child right after its launch
     * @param progress told what is being waited for, again whenever that changes
     * @throws IOException when it does not come up; the message says why and ends with the last lines of its log
     */
    public ChildProcess bringUp(Component component, Consumer<ChildProcess> launched, Consumer<String> progress)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            awaitFreePorts(component, progress);
            ChildProcess child = launcher.launch(component.child());
            try {
                launched.accept(child);
                Optional<Integer> early = awaitReady(component, child, progress);
                if (early.isEmpty()) {
                    component.furnish();
                    return child;
                }
                if (attempt >= component.startAttempts()) {
                    throw new IOException(component.name() + " ended with exit code " + early.get() + " while starting"
                            + tail(component.child().log()));
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                child.kill();
                throw e;
            }
            progress.accept("ended while starting; attempt " + (attempt + 1));
            Thread.sleep(PAUSE_BETWEEN_ATTEMPTS);
        }
    }

    /** A predecessor that was killed may hold its ports for a moment; another program holds them for longer. */
    private static void awaitFreePorts(Component component, Consumer<String> progress)
            throws IOException, InterruptedException {
        for (int port : component.ports()) {
            long deadline = System.nanoTime() + FREE_PORT_LIMIT.toNanos();
            for (boolean first = true; !Ports.isFree(port); first = false) {
                if (first) {
                    progress.accept("another program holds port " + port);
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            component.name() + " cannot start: another program holds its port " + port + ".");
                }
                Thread.sleep(PROBE_INTERVAL);
            }
        }
    }

    /** An answer counts only when it is the child that gives it. */
    private static Optional<String> strangerAt(Component component, ChildProcess child) {
        return component.ports().stream()
                .filter(port -> child.ownerOf(port) == PortOwner.SOMEBODY_ELSE)
                .findFirst()
                .map(port -> "another program answers at port " + port);
    }

    /** The exit code if the child ended before it was ready. */
    private static Optional<Integer> awaitReady(Component component, ChildProcess child, Consumer<String> progress)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + component.startLimit().toNanos();
        String said = "";
        while (true) {
            Optional<Integer> exitCode = exitWithin(child, PROBE_INTERVAL);
            if (exitCode.isPresent()) {
                return exitCode;
            }
            Optional<String> awaited = component.awaited().or(() -> strangerAt(component, child));
            if (awaited.isEmpty()) {
                return Optional.empty();
            }
            if (!awaited.get().equals(said)) {
                said = awaited.get();
                progress.accept(said);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(component.name() + " is not ready after "
                        + component.startLimit().toSeconds() + " s, still waiting: " + said
                        + tail(component.child().log()));
            }
        }
    }

    private static Optional<Integer> exitWithin(ChildProcess child, Duration time) throws InterruptedException {
        try {
            return Optional.of(child.exit().get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()).stream()
                .collect(Collectors.joining("\n  ", "\nlast lines of " + log + ":\n  ", ""));
    }
}
