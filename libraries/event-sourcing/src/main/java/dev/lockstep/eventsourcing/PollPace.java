package dev.lockstep.eventsourcing;

import java.util.concurrent.TimeUnit;

/**
 * How long a reader of the log that found nothing waits before it looks again: {@value #IDLE_MILLIS} ms for some seconds after there was
 * something, and {@value #RESTING_MILLIS} ms once nothing has come for
 * {@value #RESTS_AFTER_SECONDS} s, so that a platform without work costs next to nothing. What was announced and is not there yet
 * hides behind a running transaction, mostly for a moment: for that it looks every {@value #HIDDEN_MICROS} µs. For one thread.
 */
public final class PollPace {

    static final int HIDDEN_MICROS = 500;
    static final int IDLE_MILLIS = 5;
    static final int RESTING_MILLIS = 25;
    static final int RESTS_AFTER_SECONDS = 10;

    private static final long HIDDEN_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private long lastFound;
    private long lastHeard;
    private long unannounced;
    private long hiddenUntil;

    /** A pace as if something had just been found. */
    public PollPace(long nanoTime) {
        lastFound = nanoTime;
        hiddenUntil = nanoTime;
    }

    /**
     * There was something to read. What was announced hides only when there were fewer events than announcements; an event may also be
     * found before it is announced.
     *
     * @param heard what the {@link AppendSignal} said before the log was read
     * @param events how many there were
     */
    public void found(long nanoTime, long heard, int events) {
        long surplus = unannounced + events - heard + lastHeard;
        lastHeard = heard;
        lastFound = nanoTime;
        hiddenUntil = surplus < 0 ? nanoTime + HIDDEN_FOR_NANOS : nanoTime;
        unannounced = Math.clamp(surplus, 0, events);
    }

    /**
     * How long to wait now, in nanoseconds.
     *
     * @param heard what the {@link AppendSignal} said before the log was read
     */
    public long pause(long nanoTime, long heard) {
        long surplus = unannounced - heard + lastHeard;
        lastHeard = heard;
        unannounced = Math.max(0, surplus);
        if (surplus < 0) {
            hiddenUntil = nanoTime + HIDDEN_FOR_NANOS;
        }
        if (nanoTime - hiddenUntil < 0) {
            return TimeUnit.MICROSECONDS.toNanos(HIDDEN_MICROS);
        }
        long quiet = nanoTime - lastFound;
        return TimeUnit.MILLISECONDS.toNanos(
                quiet < TimeUnit.SECONDS.toNanos(RESTS_AFTER_SECONDS) ? IDLE_MILLIS : RESTING_MILLIS);
    }
}
