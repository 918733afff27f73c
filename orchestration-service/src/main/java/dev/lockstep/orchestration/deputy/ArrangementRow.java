package dev.lockstep.orchestration.deputy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An arrangement as lists show it.
 *
 * @param number orders lists
 * @param site where the deputy may stand in, or null (absent) for every site of the organization
 * @param deputy the name of the account that stands in
 * @param lender the name of the account whose authority is lent
 * @param delegations the Exchange delegations that are lent
 * @param agreedBy who agreed, or null (absent) while nobody has
 * @param endedBy who ended it early, or null (absent), like when and why
 */
public record ArrangementRow(
        long number,
        UUID id,
        String organization,
        @Nullable String site,
        String deputy,
        String lender,
        List<String> delegations,
        Instant from,
        Instant until,
        String reason,
        Instant appointedAt,
        @Nullable String agreedBy,
        @Nullable Instant agreedAt,
        @Nullable String endedBy,
        @Nullable Instant endedAt,
        @Nullable String endReason,
        Standing standing) {

    public ArrangementRow {
        delegations = List.copyOf(delegations);
    }

    /** How an arrangement stands at a moment. */
    public enum Standing {
        /** Nobody has agreed. */
        PROPOSED,
        /** Agreed to; its period has not begun. */
        AGREED,
        /** The deputy may approve. */
        IN_FORCE,
        /** Its period is over. */
        OVER,
        /** It was ended early. */
        ENDED;

        static Standing of(
                Instant from, Instant until, @Nullable Instant agreedAt, @Nullable Instant endedAt, Instant now) {
            if (endedAt != null) {
                return ENDED;
            }
            if (!now.isBefore(until)) {
                return OVER;
            }
            if (agreedAt == null) {
                return PROPOSED;
            }
            return now.isBefore(from) ? AGREED : IN_FORCE;
        }
    }
}
