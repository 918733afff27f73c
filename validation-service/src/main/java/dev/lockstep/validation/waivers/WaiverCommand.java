package dev.lockstep.validation.waivers;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Severity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is wanted of the waivers of one cluster. */
public sealed interface WaiverCommand {

    /** The waiver. */
    UUID waiver();

    /**
     * Ask for a waiver.
     *
     * @param severity that of the requirement, or null when there is no such requirement
     * @param subject what it is waived for, as results name it, or null for everything on the cluster
     * @param now when it is asked for
     */
    record Request(
            ClusterId cluster,
            UUID waiver,
            String requirement,
            @Nullable Severity severity,
            @Nullable String subject,
            String reason,
            Instant expiresAt,
            Authority by,
            Instant now)
            implements WaiverCommand {}

    /** Approve one that was asked for. */
    record Approve(UUID waiver, Authority by, Instant now) implements WaiverCommand {}

    /** Refuse one that was asked for. */
    record Reject(UUID waiver, Authority by, String reason, Instant now) implements WaiverCommand {}

    /** Take one back. */
    record Revoke(UUID waiver, Authority by, String reason, Instant now) implements WaiverCommand {}
}
