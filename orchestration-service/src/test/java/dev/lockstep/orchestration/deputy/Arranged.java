package dev.lockstep.orchestration.deputy;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAgreed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAppointed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** An arrangement between people whose names are their ids too: lena lends, dora stands in, sven agrees. */
public final class Arranged {

    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant UNTIL = NOW.plus(Duration.ofDays(14));
    public static final OrganizationId ORGANIZATION = new OrganizationId("contoso");
    public static final UUID ID = new UUID(6, 1);
    public static final String FULL = "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso";

    private Arranged() {}

    /** An approver at every site, with these delegations. */
    public static Authority approver(String name, String... delegations) {
        return account(name, "approver", "*", delegations);
    }

    /** An account of one role and scope. */
    public static Authority account(String name, String role, String scope, String... delegations) {
        return new Authority(
                name,
                name,
                new TreeSet<>(List.of(role)),
                new TreeSet<>(List.of(scope)),
                new TreeSet<>(List.of(delegations)),
                null,
                null);
    }

    /** Lent by somebody to somebody, for the next two weeks. */
    public static DeputyAppointed appointed(String lender, String deputy, String... lent) {
        return new DeputyAppointed(
                ORGANIZATION,
                ID,
                null,
                deputy,
                new TreeSet<>(List.of(lent)),
                NOW,
                UNTIL,
                "away",
                approver(lender, lent),
                NOW);
    }

    /** Sven agrees. */
    public static DeputyAgreed agreed() {
        return new DeputyAgreed(ORGANIZATION, ID, "fine", approver("sven", FULL), NOW);
    }

    /** It was ended early. */
    public static DeputyEnded ended(String by) {
        return new DeputyEnded(ORGANIZATION, ID, "back again", approver(by, FULL), NOW);
    }

    /** The arrangement that sven agreed to. */
    public static Arrangement inForce(String lender, String deputy, String... lent) {
        return new Arrangement(appointed(lender, deputy, lent), agreed(), null);
    }
}
