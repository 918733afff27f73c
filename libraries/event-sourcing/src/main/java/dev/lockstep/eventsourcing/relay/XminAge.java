package dev.lockstep.eventsourcing.relay;

import java.time.Duration;
import java.util.Optional;

/** For how long one transaction has been the oldest running one, as seen by looking again and again. */
final class XminAge {

    private Optional<String> oldest = Optional.empty();
    private long since;

    Duration observe(Optional<String> oldestRunning, long nanoTime) {
        if (oldestRunning.isEmpty() || !oldestRunning.equals(oldest)) {
            oldest = oldestRunning;
            since = nanoTime;
        }
        return Duration.ofNanos(nanoTime - since);
    }
}
