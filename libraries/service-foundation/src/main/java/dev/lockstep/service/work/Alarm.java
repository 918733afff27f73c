package dev.lockstep.service.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Ends the pause of a {@link BackgroundTask} early, because there is something to do. Fit for use by many threads at once. */
public final class Alarm {

    private final Semaphore rung = new Semaphore(0);

    /** Rings; who does not wait now does not wait the next time. */
    public void ring() {
        rung.release();
    }

    /** Waits until it rings or the pause is over. What rang before counts once. */
    void await(Duration pause) throws InterruptedException {
        if (rung.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}
