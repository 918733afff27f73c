package dev.lockstep.validation.waivers;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A waiver.
 *
 * @param requirement the recommendation
 * @param subject what it is waived for, as results name it, or null for everything on the cluster
 * @param reason why
 * @param expiresAt from when on it counts no more
 * @param status how far it has come
 * @param decidedBy who approved, rejected or revoked it last, or null while nobody has
 * @param decidedBecause why it was rejected or revoked, otherwise null
 */
record Waiver(
        ClusterId cluster,
        UUID id,
        String requirement,
        @Nullable String subject,
        String reason,
        Instant expiresAt,
        Authority requestedBy,
        Status status,
        @Nullable Authority decidedBy,
        @Nullable String decidedBecause) {

    /** How far a waiver has come. Whether it has expired is a question of the time. */
    enum Status {
        REQUESTED,
        APPROVED,
        REJECTED,
        REVOKED
    }

    Waiver decided(Status now, Authority by, @Nullable String why) {
        return new Waiver(cluster, id, requirement, subject, reason, expiresAt, requestedBy, now, by, why);
    }

    /** Whether it counts at an instant. */
    boolean counts(Instant at) {
        return status == Status.APPROVED && at.isBefore(expiresAt);
    }

    /** Whether it may still count: it waits or counts, and has not expired. */
    boolean isOpen(Instant at) {
        return (status == Status.REQUESTED || status == Status.APPROVED) && at.isBefore(expiresAt);
    }

    boolean covers(String otherRequirement, String otherSubject) {
        return requirement.equals(otherRequirement) && (subject == null || subject.equals(otherSubject));
    }
}
