package dev.lockstep.history.certificate;

import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAgreed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAppointed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyEnded;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.history.person.SealedText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The arrangements of deputies, as their own entries tell them: what a deputy's approval says it rests on is compared with them. */
final class Arrangements {

    private final Map<Key, Known> known = new HashMap<>();

    private record Key(OrganizationId organization, UUID arrangement) {}

    /** What was said of one arrangement, each first. */
    private record Known(
            @Nullable DeputyAppointed appointed,
            @Nullable DeputyAgreed agreed,
            @Nullable DeputyEnded ended,
            long agreedEntry) {

        static final Known NOTHING = new Known(null, null, null, -1);
    }

    /** Takes in what an entry says. */
    void apply(long entry, DeputyEvent event) {
        known.merge(new Key(event.organization(), event.arrangement()), of(entry, event), Arrangements::first);
    }

    private static Known of(long entry, DeputyEvent event) {
        return switch (event) {
            case DeputyAppointed appointed -> new Known(appointed, null, null, -1);
            case DeputyAgreed agreed -> new Known(null, agreed, null, entry);
            case DeputyEnded ended -> new Known(null, null, ended, -1);
        };
    }

    private static Known first(Known before, Known now) {
        return new Known(
                before.appointed() == null ? now.appointed() : before.appointed(),
                before.agreed() == null ? now.agreed() : before.agreed(),
                before.ended() == null ? now.ended() : before.ended(),
                before.agreed() == null ? now.agreedEntry() : before.agreedEntry());
    }

    private Known find(RolloutRequested request, Mandate mandate) {
        return known.getOrDefault(new Key(request.cluster().organization(), mandate.arrangement()), Known.NOTHING);
    }

    /** Whether it is known what was arranged and who agreed: its entries may come after those of the cluster. */
    boolean isAgreed(RolloutRequested request, Mandate mandate) {
        Known found = find(request, mandate);
        return found.appointed() != null && found.agreed() != null;
    }

    /** The entry in which the second approver agreed, if it is there. */
    Optional<Long> agreedIn(RolloutRequested request, Mandate mandate) {
        return Optional.of(find(request, mandate).agreedEntry()).filter(entry -> entry >= 0);
    }

    /** Why the entries of the arrangement do not bear a deputy's approval out; empty when they do. */
    Optional<String> objection(RolloutRequested request, Approval approval, Mandate mandate) {
        Known found = find(request, mandate);
        DeputyAppointed appointed = found.appointed();
        DeputyAgreed agreed = found.agreed();
        DeputyEnded ended = found.ended();
        if (appointed == null || agreed == null) {
            return Optional.of(
                    "no entries tell that the arrangement %s was made and agreed to".formatted(mandate.arrangement()));
        }
        switch (SealedText.compare(appointed.deputy(), approval.approver().name())) {
            case SAME -> {
                // The deputy approved.
            }
            case OTHERS -> {
                return Optional.of("the arrangement names another deputy");
            }
            case NOT_COMPARABLE -> {
                return Optional.of(
                        "the deputy of the arrangement is not comparable with the approver: only one of their names is under a key");
            }
        }
        Mandate told = new Mandate(
                mandate.arrangement(),
                appointed.appointedBy(),
                appointed.delegations(),
                agreed.agreedBy(),
                agreed.agreedAt(),
                appointed.from(),
                appointed.until());
        if (!withoutNames(told).equals(withoutNames(mandate))) {
            return Optional.of("the entries of the arrangement tell it otherwise");
        }
        if (appointed.site() != null && !appointed.site().equals(request.site())) {
            return Optional.of("the arrangement is for the site %s".formatted(appointed.site()));
        }
        return ended != null && ended.endedAt().isBefore(approval.decidedAt())
                ? Optional.of("the arrangement had been ended at %s".formatted(ended.endedAt()))
                : Optional.empty();
    }

    /** Persons are told by the ids of their accounts; their names may be sealed, and under another key by then. */
    private static Mandate withoutNames(Mandate mandate) {
        return new Mandate(
                mandate.arrangement(),
                mandate.lender().withoutName(),
                mandate.delegations(),
                mandate.agreedBy().withoutName(),
                mandate.agreedAt(),
                mandate.from(),
                mandate.until());
    }
}
