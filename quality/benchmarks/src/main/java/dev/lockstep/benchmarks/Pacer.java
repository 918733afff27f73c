package dev.lockstep.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Does something at an even rate, whether or not each time was quick. */
final class Pacer {

    private Pacer() {}

    /** What is done. */
    interface Action {
        void run(int number) throws Exception;
    }

    static void run(int perSecond, Duration time, Action action) throws Exception {
        long interval = 1_000_000_000L / perSecond;
        long start = System.nanoTime();
        int count = Math.toIntExact(time.toNanos() / interval);
        for (int number = 0; number < count; number++) {
            long due = start + number * interval;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            action.run(number);
        }
    }
}
