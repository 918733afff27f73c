package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.PersonName;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to an arrangement by which an approver who will be away lends Exchange authority to a deputy. */
public sealed interface DeputyEvent extends OrchestrationEvent {

    OrganizationId organization();

    UUID arrangement();

    @Override
    default String partitionKey() {
        return organization().value();
    }

    /**
     * An approver named a deputy. Nothing follows from it until somebody else agrees.
     *
     * @param site where the deputy may stand in, or null for every site of the organization
     * @param deputy the name of the account that is to approve
     * @param delegations what is lent: the Exchange delegations in the organization that the lender held at that moment; one or more
     * @param from when the period begins
     * @param until when it is over
     * @param appointedBy the lender, who will be away
     */
    @EventType("lockstep.orchestration.deputy-appointed.v1")
    record DeputyAppointed(
            OrganizationId organization,
            UUID arrangement,
            @Nullable String site,
            @PersonName String deputy,
            SortedSet<String> delegations,
            Instant from,
            Instant until,
            @PersonText(by = "appointedBy") String reason,
            Authority appointedBy,
            Instant appointedAt)
            implements DeputyEvent {
        public DeputyAppointed {
            delegations = Collections.unmodifiableSortedSet(new TreeSet<>(delegations));
        }
    }

    /**
     * A second approver agreed: the arrangement is in force within its period.
     *
     * @param agreedBy neither lender nor deputy, with at least the authority that is lent
     * @param comment the words of the one who agreed, or an empty text
     */
    @EventType("lockstep.orchestration.deputy-agreed.v1")
    record DeputyAgreed(
            OrganizationId organization,
            UUID arrangement,
            @PersonText(by = "agreedBy") String comment,
            Authority agreedBy,
            Instant agreedAt)
            implements DeputyEvent {}

    /** The arrangement ended before its period was over. What was approved under it stays as it was given. */
    @EventType("lockstep.orchestration.deputy-ended.v1")
    record DeputyEnded(
            OrganizationId organization,
            UUID arrangement,
            @PersonText(by = "endedBy") String reason,
            Authority endedBy,
            Instant endedAt)
            implements DeputyEvent {}
}
