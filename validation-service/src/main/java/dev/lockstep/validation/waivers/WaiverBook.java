package dev.lockstep.validation.waivers;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.validation.WaiverEvent;
import dev.lockstep.requirements.Waivers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All waivers of one cluster, in the order in which they were asked for. Immutable.
 *
 * @param waivers by id
 */
record WaiverBook(Map<UUID, Waiver> waivers) {

    static final WaiverBook EMPTY = new WaiverBook(Map.of());

    WaiverBook after(WaiverEvent event) {
        return switch (event) {
            case WaiverEvent.WaiverRequested asked ->
                with(new Waiver(
                        asked.cluster(),
                        asked.waiver(),
                        asked.requirement(),
                        asked.subject(),
                        asked.reason(),
                        asked.expiresAt(),
                        asked.requestedBy(),
                        Waiver.Status.REQUESTED,
                        null,
                        null));
            case WaiverEvent.WaiverApproved approved ->
                decided(approved.waiver(), Waiver.Status.APPROVED, approved.approvedBy(), null);
            case WaiverEvent.WaiverRejected rejected ->
                decided(rejected.waiver(), Waiver.Status.REJECTED, rejected.rejectedBy(), rejected.reason());
            case WaiverEvent.WaiverRevoked revoked ->
                decided(revoked.waiver(), Waiver.Status.REVOKED, revoked.revokedBy(), revoked.reason());
        };
    }

    private WaiverBook decided(UUID id, Waiver.Status status, Authority by, @Nullable String why) {
        Waiver waiver = waivers.get(id);
        if (waiver == null) {
            throw new IllegalStateException("waiver %s was decided on before it was asked for".formatted(id));
        }
        return with(waiver.decided(status, by, why));
    }

    private WaiverBook with(Waiver waiver) {
        Map<UUID, Waiver> changed = new LinkedHashMap<>(waivers);
        changed.put(waiver.id(), waiver);
        return new WaiverBook(changed);
    }

    /** Those that count at an instant, for an evaluation at that instant. */
    Waivers at(Instant at) {
        return (requirement, subject) -> waivers.values().stream()
                .filter(waiver -> waiver.counts(at) && waiver.covers(requirement, subject.label()))
                .findFirst()
                .map(waiver -> new Waivers.Waiver(
                        waiver.decidedBy() == null ? "" : waiver.decidedBy().name(),
                        waiver.expiresAt(),
                        waiver.reason()));
    }
}
