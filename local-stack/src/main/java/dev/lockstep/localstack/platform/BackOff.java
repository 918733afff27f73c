package dev.lockstep.localstack.platform;

import java.time.Duration;

/**
 * How long to wait before a component is started again: half a second, doubled with each attempt up to half a minute, and
 * from the beginning again once it ran for a minute.
 */
record BackOff(int attempts) {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofMinutes(1);

    static final BackOff NONE = new BackOff(0);

    /** The pause before the next attempt. */
    Duration pause() {
        Duration pause = FIRST.multipliedBy(1L << Math.min(attempts, 10));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    /** After one more attempt that led to a run of the given length. */
    BackOff after(Duration run) {
        return run.compareTo(SETTLED) >= 0 ? NONE : new BackOff(attempts + 1);
    }
}
