package dev.lockstep.orchestration.deputy;

import dev.lockstep.access.Delegation;
import dev.lockstep.access.Role;
import dev.lockstep.access.Scope;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAgreed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAppointed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyEnded;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides about arrangements. What is lent is what the lender's own token held, so nobody lends on what was lent to them; and it takes
 * a second approver who holds all of it.
 */
public final class ArrangementDecider implements Decider<Arrangement, ArrangementCommand, DeputyEvent> {

    /** How long after it was arranged an arrangement is over at the latest. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final int LONGEST_NAME = 255;

    @Override
    public Arrangement initial() {
        return Arrangement.NONE;
    }

    @Override
    public Arrangement evolve(Arrangement state, DeputyEvent event) {
        return switch (event) {
            case DeputyAppointed appointed -> new Arrangement(appointed, null, null);
            case DeputyAgreed agreed -> new Arrangement(state.appointed(), agreed, state.ended());
            case DeputyEnded ended -> new Arrangement(state.appointed(), state.agreed(), ended);
        };
    }

    @Override
    public Decision<DeputyEvent> decide(Arrangement state, ArrangementCommand command) {
        return switch (command) {
            case ArrangementCommand.Appoint appoint -> appoint(state, appoint);
            case ArrangementCommand.Agree agree -> state.exists() ? agree(state, agree) : unknown();
            case ArrangementCommand.End end -> state.exists() ? end(state, end) : unknown();
        };
    }

    private static Decision<DeputyEvent> unknown() {
        return Decision.refuse("unknown-arrangement", "There is no such arrangement.", "Read the list of deputies");
    }

    private static Decision<DeputyEvent> appoint(Arrangement state, ArrangementCommand.Appoint appoint) {
        Authority lender = appoint.by();
        if (state.exists()) {
            return Decision.refuse("arrangement-exists", "This arrangement was made already.", "Arrange another one");
        }
        if (appoint.deputy().isBlank() || appoint.deputy().length() > LONGEST_NAME) {
            return Decision.refuse(
                    "deputy-unnamed", "The name of the deputy has 1 to 255 characters.", "Name the deputy's account");
        }
        if (appoint.deputy().equals(lender.name())) {
            return Decision.refuse(
                    "lender-is-deputy", "Nobody is their own deputy.", "Name somebody else with the role approver");
        }
        if (!appoint.until().isAfter(appoint.from()) || !appoint.until().isAfter(appoint.now())) {
            return Decision.refuse(
                    "period-empty",
                    "Nothing is left of a period from %s until %s.".formatted(appoint.from(), appoint.until()),
                    "Choose an end after the beginning, and after now");
        }
        if (appoint.until().isAfter(appoint.now().plus(LONGEST))) {
            return Decision.refuse(
                    "period-too-long",
                    "An arrangement is over at most %d days after it was made.".formatted(LONGEST.toDays()),
                    "Choose an earlier end; it can be arranged anew");
        }
        SortedSet<String> lent = inOrganization(lender, appoint.organization());
        if (lent.isEmpty()) {
            return Decision.refuse(
                    "lender-delegation-missing",
                    "%s holds no Exchange delegation in the organization %s that could be lent; what was lent to "
                                    .formatted(lender.name(), appoint.organization())
                            + "somebody cannot be lent on.",
                    "Somebody who holds one appoints a deputy");
        }
        return Decision.accept(new DeputyAppointed(
                appoint.organization(),
                appoint.arrangement(),
                appoint.site(),
                appoint.deputy(),
                lent,
                appoint.from().isBefore(appoint.now()) ? appoint.now() : appoint.from(),
                appoint.until(),
                appoint.reason(),
                lender,
                appoint.now()));
    }

    private static SortedSet<String> inOrganization(Authority lender, OrganizationId organization) {
        return lender.delegations().stream()
                .filter(held -> switch (Delegation.parse(held).at()) {
                    case Scope.Organization(OrganizationId id) -> id.equals(organization);
                    case Scope.AdministrativeGroup(OrganizationId id, String _) -> id.equals(organization);
                    case Scope.Everywhere _, Scope.Site _ -> false;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Decision<DeputyEvent> agree(Arrangement state, ArrangementCommand.Agree agree) {
        DeputyAppointed arranged = state.required();
        Authority second = agree.by();
        if (second.subject().equals(arranged.appointedBy().subject())) {
            return refuseSecond("approver-is-lender", "%s lends the authority and cannot agree to it.", second);
        }
        if (second.name().equals(arranged.deputy())) {
            return refuseSecond("approver-is-deputy", "%s would be the deputy and cannot agree to it.", second);
        }
        if (!second.roles().contains(Role.APPROVER.code())) {
            return refuseSecond("approver-role-missing", "%s does not hold the role approver.", second);
        }
        if (second.scopes().stream().noneMatch(scope -> Scope.parse(scope).covers(state.target()))) {
            return refuseSecond("approver-scope-missing", "No scope of %s covers what is lent.", second);
        }
        for (String lent : arranged.delegations()) {
            Delegation needed = Delegation.parse(lent);
            if (second.delegations().stream()
                    .noneMatch(held -> Delegation.parse(held).includes(needed))) {
                return refuseSecond(
                        "approver-delegation-missing", "%s does not hold " + lent + ", which would be lent.", second);
            }
        }
        if (state.agreed() != null) {
            return Decision.refuse(
                    "agreed-already",
                    "%s has agreed to the arrangement."
                            .formatted(state.agreed().agreedBy().name()),
                    "Nothing more is needed");
        }
        return state.over(agree.now())
                .<Decision<DeputyEvent>>map(Decision::refuse)
                .orElseGet(() -> Decision.accept(new DeputyAgreed(
                        arranged.organization(), arranged.arrangement(), agree.comment(), second, agree.now())));
    }

    private static Decision<DeputyEvent> refuseSecond(String type, String detail, Authority second) {
        return Decision.refuse(
                type,
                detail.formatted(second.name()),
                "Somebody else agrees, who has the role approver and at least the authority that is lent");
    }

    private static Decision<DeputyEvent> end(Arrangement state, ArrangementCommand.End end) {
        DeputyAppointed arranged = state.required();
        String subject = end.by().subject();
        DeputyAgreed agreed = state.agreed();
        boolean party = subject.equals(arranged.appointedBy().subject())
                || (agreed != null && subject.equals(agreed.agreedBy().subject()))
                || end.by().roles().contains(Role.ADMINISTRATOR.code());
        if (!party) {
            return Decision.refuse(
                    "not-party-to-arrangement",
                    "%s neither lent the authority nor agreed to it."
                            .formatted(end.by().name()),
                    "One of those two ends it, or an administrator");
        }
        return state.over(end.now())
                .<Decision<DeputyEvent>>map(Decision::refuse)
                .orElseGet(() -> Decision.accept(new DeputyEnded(
                        arranged.organization(), arranged.arrangement(), end.reason(), end.by(), end.now())));
    }
}
