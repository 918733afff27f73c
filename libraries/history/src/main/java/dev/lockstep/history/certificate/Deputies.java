package dev.lockstep.history.certificate;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import java.time.Instant;
import java.util.Optional;

/** What a deputy's approval says of the arrangement that it rests on, judged by itself. */
final class Deputies {

    private Deputies() {}

    /** Why it does not bear the approval; empty when it does. */
    static Optional<String> objection(Approval approval, Mandate mandate, RolloutRequested request) {
        Authority lender = mandate.lender();
        Authority second = mandate.agreedBy();
        String deputy = approval.approver().subject();
        if (lender.subject().equals(request.requestedBy().subject())) {
            return Optional.of("it is in the place of the requester");
        }
        if (deputy.equals(lender.subject())) {
            return Optional.of("the approver lent the authority to the same person");
        }
        if (second.subject().equals(lender.subject()) || second.subject().equals(deputy)) {
            return Optional.of("nobody else had agreed to the arrangement");
        }
        return Approvals.lacking(lender, request)
                .map("in the place of somebody else: %s"::formatted)
                .or(() -> Approvals.lacking(second, request).map("agreed to by somebody who could not: %s"::formatted))
                .or(() -> notHeld(mandate, lender, "the lender"))
                .or(() -> notHeld(mandate, second, "who agreed"))
                .or(() -> outside(approval.decidedAt(), mandate)
                        ? Optional.of("the arrangement was not in force")
                        : Optional.empty());
    }

    private static Optional<String> notHeld(Mandate mandate, Authority account, String who) {
        return mandate.delegations().stream()
                .filter(lent -> !Delegations.include(account.delegations(), lent))
                .findFirst()
                .map(lent -> "%s did not hold %s".formatted(who, lent));
    }

    private static boolean outside(Instant at, Mandate mandate) {
        return at.isBefore(mandate.from()) || at.isBefore(mandate.agreedAt()) || !at.isBefore(mandate.until());
    }
}
