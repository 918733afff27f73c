package dev.lockstep.localstack.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A child that was launched. */
public final class ChildProcess {
    private final ChildSpec spec;
    private final Process process;
    private final StopSignal stopSignal;
    private final ProcessIdentity identity;

    ChildProcess(ChildSpec spec, StopSignal stopSignal, Process process) {
        this.spec = spec;
        this.stopSignal = stopSignal;
        this.process = process;
        this.identity = ProcessIdentity.of(process.toHandle());
    }

    public ChildSpec spec() {
        return spec;
    }

    public ProcessIdentity identity() {
        return identity;
    }

    /** Whether it is this child that listens on a TCP port of loopback. */
    public PortOwner ownerOf(int port) {
        return PortOwner.of(port, process.toHandle());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code when the child has ended. */
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Waits until the child has ended and answers its exit code. */
    public int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /**
     * Asks the child to end and waits; after the patience it is killed.
     *
     * @return whether it ended by itself
     */
    public boolean stop(Duration patience) throws InterruptedException {
        Signals.send(stopSignal, process.pid());
        if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    /** Kills the child and what it started, without notice (kill -9), and waits until it is gone. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }
}
