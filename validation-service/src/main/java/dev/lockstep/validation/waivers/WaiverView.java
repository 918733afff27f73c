package dev.lockstep.validation.waivers;

import dev.lockstep.contracts.Authority;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A waiver as the API shows it.
 *
 * @param subject what it is waived for, or null (absent) for everything on the cluster
 * @param status {@code REQUESTED}, {@code APPROVED}, {@code REJECTED}, {@code REVOKED} or {@code EXPIRED}
 * @param decidedBy who approved, rejected or revoked it last, or null (absent) while nobody has
 * @param decidedBecause why it was rejected or revoked, otherwise null (absent)
 */
public record WaiverView(
        UUID id,
        String cluster,
        String requirement,
        @Nullable String subject,
        String reason,
        Instant expiresAt,
        String status,
        Authority requestedBy,
        @Nullable Authority decidedBy,
        @Nullable String decidedBecause) {

    static WaiverView of(Waiver waiver, Instant now) {
        boolean waitsOrCounts = waiver.status() == Waiver.Status.REQUESTED || waiver.status() == Waiver.Status.APPROVED;
        return new WaiverView(
                waiver.id(),
                waiver.cluster().value(),
                waiver.requirement(),
                waiver.subject(),
                waiver.reason(),
                waiver.expiresAt(),
                waitsOrCounts && !waiver.isOpen(now)
                        ? "EXPIRED"
                        : waiver.status().name(),
                waiver.requestedBy(),
                waiver.decidedBy(),
                waiver.decidedBecause());
    }
}
