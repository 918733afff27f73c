package dev.lockstep.eventsourcing.projection;

import dev.lockstep.eventsourcing.AppendSignal;
import dev.lockstep.eventsourcing.PollPace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Advances a view in a thread of its own, for as long as the service runs. */
public final class ProjectorLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ProjectorLoop.class.getName());
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Projector projector;
    private final AppendSignal appended;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Optional<String> lastError = Optional.empty();

    private ProjectorLoop(Projector projector, String name, AppendSignal appended) {
        this.projector = projector;
        this.appended = appended;
        this.thread = Thread.ofPlatform().name("view-" + name).unstarted(this::run);
    }

    /**
     * Starts to advance a view.
     *
     * @param appended rings when this process has appended; the loop does not depend on it
     */
    public static ProjectorLoop start(Projector projector, String name, AppendSignal appended) {
        ProjectorLoop loop = new ProjectorLoop(projector, name, appended);
        loop.thread.start();
        return loop;
    }

    /** Why the view last could not advance; empty when it does. */
    public Optional<String> lastError() {
        return lastError;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        PollPace pace = new PollPace(System.nanoTime());
        while (!closed) {
            try {
                long heard = appended.rings();
                int advanced = projector.advance();
                if (advanced > 0) {
                    pace.found(System.nanoTime(), heard, advanced);
                } else if (!closed) {
                    appended.await(heard, pace.pause(System.nanoTime(), heard));
                }
                lastError = Optional.empty();
            } catch (RuntimeException e) {
                waitOut(Level.WARNING, " cannot advance; it will try the same events again", e);
            } catch (Error e) {
                // The thread goes on: nothing would tell that the view stands still.
                waitOut(
                        Level.ERROR,
                        " met an error of the program; it will try again, restart the service if it stays",
                        e);
            }
        }
    }

    private void waitOut(Level level, String why, Throwable cause) {
        lastError = Optional.of(cause.toString());
        LOG.log(level, thread.getName() + why, cause);
        LockSupport.parkNanos(this, RETRY_NANOS);
    }
}
