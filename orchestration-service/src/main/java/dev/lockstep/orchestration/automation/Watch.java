package dev.lockstep.orchestration.automation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Since when this process has watched each rollout wait for what it waits for now. Others count as silent only for as long as somebody
 * was there to hear them: neither the time before this process came up, nor the time without a database, nor the time in which this
 * process itself stood still, as with its machine, is held against them.
 */
@ApplicationScoped
class Watch {

    /** Whoever waits is asked about far more often than that. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private static final int MANY = 500;

    /** A process that runs takes part more often than that, by far. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> awake = new AtomicReference<>(Instant.MIN);

    private record Watched(Awaited awaited, UUID id, Instant since, Instant asked) {}

    /** What a rollout can wait for. */
    enum Awaited {
        RESULT,
        RECORD,
        ANSWER
    }

    /**
     * Since when a rollout has been seen to wait for something.
     *
     * @param awaited what it waits for: the result of a task, the record of the report on a task, the answer to a gate
     * @param id of that task or gate; another one than before begins anew
     */
    Instant since(UUID rollout, Awaited awaited, UUID id, Instant now) {
        awake(now);
        if (watched.size() > MANY) {
            watched.values().removeIf(old -> old.asked().plus(FORGOTTEN_AFTER).isBefore(now));
        }
        return watched.merge(
                        rollout,
                        new Watched(awaited, id, now, now),
                        (before, first) ->
                                before.awaited() == awaited && before.id().equals(id)
                                        ? new Watched(awaited, id, before.since(), now)
                                        : first)
                .since();
    }

    /** This process runs. Said at least every second or so; after a gap every wait is watched from now on. */
    void awake(Instant now) {
        Instant before = awake.getAndAccumulate(now, (known, said) -> said.isAfter(known) ? said : known);
        if (before.isBefore(now.minus(STANDSTILL))) {
            interrupted();
        }
    }

    /** Nobody could be heard for a while: every wait is watched from now on. */
    void interrupted() {
        watched.clear();
    }
}
