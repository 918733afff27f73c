package dev.lockstep.localstack.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process by number and start time: numbers alone are used again by the system.
 *
 * @param pid process number
 * @param startedAt when the system says that it started
 */
public record ProcessIdentity(long pid, Instant startedAt) {

    /** Start times are derived from the boot time, which the system may correct by a second or so. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    /** The identity of a process that runs now. */
    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The very same process, if it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle process) {
        Instant actual = process.info().startInstant().orElse(Instant.EPOCH);
        return Duration.between(startedAt, actual).abs().compareTo(TOLERANCE) <= 0;
    }
}
