package dev.lockstep.contracts.validation;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a waiver of a recommendation on a cluster. */
public sealed interface WaiverEvent extends ValidationEvent {

    ClusterId cluster();

    /** The waiver. */
    UUID waiver();

    @Override
    default String partitionKey() {
        return cluster().value();
    }

    /**
     * Somebody asked for it.
     *
     * @param requirement the recommendation
     * @param subject what it is waived for, as results name it, or null (absent) for everything on the cluster
     * @param reason why
     * @param expiresAt from when on it counts no more
     */
    @EventType("lockstep.validation.waiver-requested.v1")
    record WaiverRequested(
            ClusterId cluster,
            UUID waiver,
            String requirement,
            @Nullable String subject,
            @PersonText(by = "requestedBy") String reason,
            Instant expiresAt,
            Authority requestedBy,
            Instant requestedAt)
            implements WaiverEvent {}

    /** Somebody else with the authority approved it; from now on it counts. */
    @EventType("lockstep.validation.waiver-approved.v1")
    record WaiverApproved(ClusterId cluster, UUID waiver, Authority approvedBy, Instant approvedAt)
            implements WaiverEvent {}

    /** Somebody else with the authority refused it. */
    @EventType("lockstep.validation.waiver-rejected.v1")
    record WaiverRejected(
            ClusterId cluster,
            UUID waiver,
            Authority rejectedBy,
            Instant rejectedAt,
            @PersonText(by = "rejectedBy") String reason)
            implements WaiverEvent {}

    /** It was taken back before it expired. */
    @EventType("lockstep.validation.waiver-revoked.v1")
    record WaiverRevoked(
            ClusterId cluster,
            UUID waiver,
            Authority revokedBy,
            Instant revokedAt,
            @PersonText(by = "revokedBy") String reason)
            implements WaiverEvent {}
}
