package dev.lockstep.orchestration.signal;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells threads of this replica that something was committed. A missed call costs a little time and nothing else. */
@ApplicationScoped
public class WakeUpCall {

    private final Phaser bell = new Phaser(1);

    /** Something was committed. */
    public void ring() {
        bell.arrive();
    }

    /** What to wait after. */
    public int lastRing() {
        return bell.getPhase();
    }

    /** Waits until it rings after the given ring, or the time is up. */
    public void await(int lastRing, Duration longest) throws InterruptedException {
        try {
            bell.awaitAdvanceInterruptibly(lastRing, longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            Thread.onSpinWait();
        }
    }
}
