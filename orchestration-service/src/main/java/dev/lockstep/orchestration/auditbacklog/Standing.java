package dev.lockstep.orchestration.auditbacklog;

import java.time.Instant;

/** How the history stands to what happens. */
public sealed interface Standing {

    /** It keeps up. */
    record KeepsUp() implements Standing {}

    /**
     * Nobody could be asked yet.
     *
     * @param until when that is no excuse any more
     */
    record NotYetKnown(Instant until) implements Standing {}

    /**
     * It is too far behind, or cannot be asked.
     *
     * @param reason why nothing is begun, in words
     */
    record Behind(String reason) implements Standing {}

    /**
     * The standing at a moment.
     *
     * @param events how many events the history has not taken in, as of {@code asked}; negative when nobody answered yet
     * @param parked of how many keys it could not take the events in and put them aside
     * @param asked when somebody answered last, or was first to be asked
     * @param most as many events it may be behind
     */
    static Standing of(long events, long parked, Instant asked, long most, Instant now) {
        Instant until = asked.plus(AuditBacklog.PATIENCE);
        if (now.isAfter(until)) {
            return new Behind(
                    "it cannot be told whether the history keeps up: the broker has not answered since " + asked);
        }
        if (events < 0) {
            return new NotYetKnown(until);
        }
        if (parked > 0) {
            return new Behind(
                    "the history could not take in the events of %d keys and parked them; an administrator retries or skips them"
                            .formatted(parked));
        }
        return events <= most
                ? new KeepsUp()
                : new Behind("the history has not taken in %d events, more than %d".formatted(events, most));
    }
}
