package dev.lockstep.validation.work;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/** Work that is looked for again and again in a thread of its own: at once while there is some, after a pause when there is none. */
public final class RepeatedWork implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RepeatedWork.class);
    private static final long AFTER_FAILURE_MILLISECONDS = 1_000;
    private static final long TO_THE_END_SECONDS = 10;

    private final String name;
    private final IntSupplier work;
    private final long idleMilliseconds;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread worker;

    private RepeatedWork(String name, IntSupplier work, long idleMilliseconds) {
        this.name = name;
        this.work = work;
        this.idleMilliseconds = idleMilliseconds;
        this.worker = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param work does what there is to do, and tells how much it was
     * @param idleMilliseconds the pause when there was nothing
     */
    public static RepeatedWork start(String name, IntSupplier work, long idleMilliseconds) {
        RepeatedWork repeated = new RepeatedWork(name, work, idleMilliseconds);
        repeated.worker.start();
        return repeated;
    }

    private void run() {
        long pause = idleMilliseconds;
        try {
            while (!stopping.await(pause, TimeUnit.MILLISECONDS)) {
                pause = once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to pause afterwards, in milliseconds. */
    private long once() {
        try {
            return work.getAsInt() > 0 ? 0 : idleMilliseconds;
        } catch (RuntimeException | Error e) {
            // An error must not end the thread: nobody else does the work.
            LOG.errorf(e, "%s failed; it is tried again", name);
            return AFTER_FAILURE_MILLISECONDS;
        }
    }

    /** Waits until the work at hand is done, for 10 seconds at most. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            worker.join(TimeUnit.SECONDS.toMillis(TO_THE_END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
