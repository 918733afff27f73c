package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.platform.PlatformState.Phase;
import dev.lockstep.localstack.server.Ports;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A platform whose supervisor is this process. It ends in order when closed, and when the process is asked to end. */
public final class RunningPlatform implements AutoCloseable {
    private final Supervisor supervisor;
    private final StateJournal journal;
    private final StateFile stateFile;
    private final Ports ports;
    private final FileChannel lock;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    RunningPlatform(Supervisor supervisor, StateJournal journal, StateFile stateFile, Ports ports, FileChannel lock) {
        this.supervisor = supervisor;
        this.journal = journal;
        this.stateFile = stateFile;
        this.ports = ports;
        this.lock = lock;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "platform-stop"));
    }

    void start() throws IOException, InterruptedException {
        supervisor.start();
        journal.phase(Phase.READY);
    }

    /** Where everything stands now. */
    public PlatformState state() {
        return journal.state();
    }

    /** Whether it has been asked to end. */
    boolean isEnding() {
        return closing.get();
    }

    /** Returns when the platform has been closed. */
    public void awaitEnd() throws InterruptedException {
        closed.await();
    }

    /** Stops everything in order. A second call waits for the first. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                journal.phase(Phase.STOPPING);
                supervisor.stop();
                ports.close();
                stateFile.delete();
                lock.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                closed.countDown();
            }
        } else {
            awaitQuietly();
        }
    }

    private void awaitQuietly() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
