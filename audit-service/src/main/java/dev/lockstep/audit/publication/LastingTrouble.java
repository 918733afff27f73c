package dev.lockstep.audit.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trouble that may last: told when it begins, when it becomes another, and from then on at intervals that double from a minute to an
 * hour.
 */
public final class LastingTrouble {

    private static final Duration FIRST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    private @Nullable String trouble;
    private Duration interval = FIRST_INTERVAL;
    private Instant due = Instant.MIN;

    /** Whether it is time to tell it. */
    public synchronized boolean isToBeTold(String now, Instant at) {
        boolean fresh = !now.equals(trouble);
        if (!fresh && at.isBefore(due)) {
            return false;
        }
        interval = fresh ? FIRST_INTERVAL : shorter(interval.multipliedBy(2), LONGEST_INTERVAL);
        trouble = now;
        due = at.plus(interval);
        return true;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Ends it, and says whether there was any. */
    public synchronized boolean end() {
        boolean was = trouble != null;
        trouble = null;
        due = Instant.MIN;
        return was;
    }

    /** What it is; empty while there is none. */
    public synchronized Optional<String> now() {
        return Optional.ofNullable(trouble);
    }
}
