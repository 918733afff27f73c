package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.orchestration.OverrideEvent.OverrideProposed;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.orchestration.api.RolloutDetail.BrokenGlass;
import dev.lockstep.orchestration.api.RolloutDetail.OverrideProposal;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a rollout tells of broken glass. */
final class Overrides {

    private Overrides() {}

    static List<BrokenGlass> confirmed(Rollout rollout) {
        return rollout.approvals().override().confirmed().stream()
                .map(one -> new BrokenGlass(
                        one.step(),
                        one.reason(),
                        one.proposedBy(),
                        one.proposedAt(),
                        one.comment(),
                        one.confirmedBy(),
                        one.confirmedAt(),
                        one.expiresAt(),
                        one.missing()))
                .toList();
    }

    static @Nullable OverrideProposal standing(Rollout rollout, Instant now) {
        return proposal(rollout, now)
                .map(one -> new OverrideProposal(
                        one.proposal(), one.step(), one.reason(), one.proposedBy(), one.proposedAt()))
                .orElse(null);
    }

    private static Optional<OverrideProposed> proposal(Rollout rollout, Instant now) {
        CurrentStep current = rollout.current();
        return current == null || current.waitCause() != WaitCause.APPROVAL
                ? Optional.empty()
                : rollout.approvals().override().standing(current.step().id(), now);
    }

    /** That a second person is waited for, or an empty text. */
    static String asked(Rollout rollout, Instant now) {
        return proposal(rollout, now)
                .map(one -> "; or a second person, who agrees to go on without approval as %s wants"
                        .formatted(one.proposedBy().name()))
                .orElse("");
    }
}
