package dev.lockstep.service.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/** Work that is looked for again and again in a thread of its own: at once while there is some, after a pause when there is none. */
final class RepeatedWork implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RepeatedWork.class);
    private static final Duration SHORTEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration TO_THE_END = Duration.ofSeconds(10);

    private final String name;
    private final IntSupplier work;
    private final Duration idle;
    private final Alarm alarm;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread worker;

    private RepeatedWork(String name, IntSupplier work, Duration idle, Alarm alarm) {
        this.name = name;
        this.work = work;
        this.idle = idle;
        this.alarm = alarm;
        this.worker = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param name of the thread, and of the work in the log
     * @param work does what there is to do, and tells how much it was
     * @param idle the pause when there was nothing
     * @param alarm ends that pause early
     */
    static RepeatedWork start(String name, IntSupplier work, Duration idle, Alarm alarm) {
        RepeatedWork repeated = new RepeatedWork(name, work, idle, alarm);
        repeated.worker.start();
        return repeated;
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                switch (once()) {
                    case SOMETHING_DONE -> {}
                    case NOTHING_TO_DO -> alarm.await(idle);
                    case FAILED -> stopping.await(afterFailure().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private enum Outcome {
        SOMETHING_DONE,
        NOTHING_TO_DO,
        FAILED
    }

    private Outcome once() {
        try {
            return work.getAsInt() > 0 ? Outcome.SOMETHING_DONE : Outcome.NOTHING_TO_DO;
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed; it is tried again in %s", name, afterFailure());
        } catch (Error e) {
            // The thread goes on: nobody else does the work.
            LOG.errorf(
                    e,
                    "%s met an error of the program; it is tried again in %s, restart the service if it stays",
                    name,
                    afterFailure());
        }
        return Outcome.FAILED;
    }

    private Duration afterFailure() {
        return idle.compareTo(LONGEST_PAUSE_AFTER_FAILURE) > 0
                ? LONGEST_PAUSE_AFTER_FAILURE
                : idle.compareTo(SHORTEST_PAUSE_AFTER_FAILURE) < 0 ? SHORTEST_PAUSE_AFTER_FAILURE : idle;
    }

    /** Waits until the work at hand is done, for 10 seconds at most. */
    @Override
    public void close() {
        stopping.countDown();
        alarm.ring();
        try {
            worker.join(TO_THE_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
