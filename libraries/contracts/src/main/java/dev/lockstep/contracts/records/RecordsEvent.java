package dev.lockstep.contracts.records;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonText;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about the records of the history. The audit service publishes these events and carries them out when they have become
 * entries: what the log says was given up is gone, and nothing else is.
 */
public sealed interface RecordsEvent extends PublishedEvent {

    @Override
    default String partitionKey() {
        return PlatformEvent.PARTITION_KEY;
    }

    /**
     * Nothing about this may be given up or erased until the hold is lifted.
     *
     * @param hold which one
     * @param on what is held
     * @param reason why
     */
    @EventType("lockstep.audit.hold-placed.v1")
    record HoldPlaced(
            UUID hold,
            HoldSubject on,
            @PersonText(by = "placedBy") String reason,
            Authority placedBy,
            Instant placedAt) implements RecordsEvent {}

    /**
     * The hold is no more.
     *
     * @param hold which one
     * @param reason why
     * @param liftedBy somebody else than the one who placed it
     */
    @EventType("lockstep.audit.hold-lifted.v1")
    record HoldLifted(
            UUID hold, @PersonText(by = "liftedBy") String reason, Authority liftedBy, Instant liftedAt)
            implements RecordsEvent {}

    /**
     * Data that stand beside entries are kept no longer: the period for entries of their kind is over and nothing held them. The entries
     * stay, with the SHA-256 of what is gone.
     *
     * @param kind the type of the entries
     * @param period how long after it happened the data of such an entry are kept
     * @param data whose, 1 or more
     */
    @EventType("lockstep.audit.data-given-up.v1")
    record DataGivenUp(String kind, Duration period, List<GivenUp> data, Instant decidedAt) implements RecordsEvent {
        public DataGivenUp {
            data = List.copyOf(data);
        }
    }

    /**
     * The data of one entry. What the entry was found by and only the data said is told here, so that it stays known.
     *
     * @param entry its index in the log
     * @param sha256 what stands for the data in the entry
     * @param organization the organization that it is about, or null
     * @param rollout the rollout that it is about, or null
     * @param step the step of that rollout, or null
     */
    record GivenUp(
            long entry,
            String sha256,
            @Nullable String organization,
            @Nullable UUID rollout,
            @Nullable String step) {}

    /**
     * Somebody wants a person to be erased from the history. Nothing follows from it until somebody else confirms it.
     *
     * @param erasure which request; a later one about the same person takes its place
     * @param person the id of the person's key, by which entries name them
     * @param reason why
     */
    @EventType("lockstep.audit.erasure-requested.v1")
    record ErasureRequested(
            UUID erasure,
            String person,
            @PersonText(by = "requestedBy") String reason,
            Authority requestedBy,
            Instant requestedAt)
            implements RecordsEvent {}

    /**
     * A second person agreed: the person's key is destroyed, and nothing that stands under it can be read any more. The entries stay.
     *
     * @param erasure the request
     * @param person the id of the key that is no more
     * @param confirmedBy somebody else than the one who asked, and than the one who is erased
     */
    @EventType("lockstep.audit.person-erased.v1")
    record PersonErased(UUID erasure, String person, Authority confirmedBy, Instant erasedAt) implements RecordsEvent {}
}
