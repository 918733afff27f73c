package dev.lockstep.orchestration.deputy;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.OrganizationId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be wanted of an arrangement. Time and identifiers come with the command. */
public sealed interface ArrangementCommand {

    /** When it was given. */
    Instant now();

    /**
     * Lend one's Exchange authority in an organization.
     *
     * @param site where the deputy may stand in, or null for every site
     * @param deputy the name of the account that is to approve
     * @param from when the period begins; not before it was arranged
     */
    record Appoint(
            OrganizationId organization,
            UUID arrangement,
            @Nullable String site,
            String deputy,
            Instant from,
            Instant until,
            String reason,
            Authority by,
            Instant now)
            implements ArrangementCommand {}

    /**
     * Agree as a second approver.
     *
     * @param comment words for the history, or an empty text
     */
    record Agree(String comment, Authority by, Instant now) implements ArrangementCommand {}

    /** End it before its period is over. */
    record End(String reason, Authority by, Instant now) implements ArrangementCommand {}
}
