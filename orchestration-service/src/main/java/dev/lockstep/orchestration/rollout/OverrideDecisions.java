package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.OverrideEvent.ApprovalOverridden;
import dev.lockstep.contracts.orchestration.OverrideEvent.OverrideProposed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.approval.ApprovalRules;
import dev.lockstep.orchestration.approval.BreakGlass;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import java.util.Optional;
import java.util.Set;

/**
 * Breaking the glass: a step that waits for approval goes on without it when one person says why it cannot wait and a second one, an
 * approver who had no part in asking, agrees. Only approvals are overridden, for this one step and for an hour; gates and locks are not.
 */
final class OverrideDecisions {

    private OverrideDecisions() {}

    static Decision<RolloutEvent> propose(Rollout state, CurrentStep current, RolloutCommand.ProposeOverride propose) {
        return unlessWaiting(current, propose.step())
                .orElseGet(() -> Decision.accept(new OverrideProposed(
                        cluster(state),
                        id(state),
                        propose.step(),
                        propose.proposal(),
                        propose.reason(),
                        propose.by(),
                        propose.now())));
    }

    static Decision<RolloutEvent> confirm(Rollout state, CurrentStep current, RolloutCommand.ConfirmOverride confirm) {
        Optional<Decision<RolloutEvent>> notWaiting = unlessWaiting(current, confirm.step());
        if (notWaiting.isPresent()) {
            return notWaiting.get();
        }
        Optional<OverrideProposed> standing = state.approvals()
                .override()
                .standing(confirm.step(), confirm.now())
                .filter(proposed -> proposed.proposal().equals(confirm.proposal()));
        if (standing.isEmpty()) {
            return Decision.refuse(
                    "stale-proposal",
                    "The proposal %s does not stand any more.".formatted(confirm.proposal()),
                    "Read the rollout again and decide about the proposal that stands");
        }
        OverrideProposed proposed = standing.get();
        return unlessSecondPerson(state, proposed, confirm.by())
                .or(() -> ApprovalRules.withoutAuthority(state.required(), confirm.by(), Set.of())
                        .<Decision<RolloutEvent>>map(Decision::refuse))
                .orElseGet(() -> Decision.accept(new ApprovalOverridden(
                        cluster(state),
                        id(state),
                        confirm.step(),
                        proposed.proposal(),
                        proposed.reason(),
                        proposed.proposedBy(),
                        proposed.proposedAt(),
                        confirm.comment(),
                        confirm.by(),
                        confirm.now(),
                        confirm.now().plus(BreakGlass.VALIDITY),
                        state.approvals().missing(confirm.step(), confirm.now()))));
    }

    private static Optional<Decision<RolloutEvent>> unlessWaiting(CurrentStep current, String step) {
        boolean waits = step.equals(current.step().id())
                && current.phase() == Phase.WAITING
                && current.waitCause() == WaitCause.APPROVAL;
        return waits
                ? Optional.empty()
                : Optional.of(Decision.refuse(
                        "not-waiting-for-approval",
                        "The step '%s' does not wait for approval.".formatted(step),
                        "Only a step that waits for approval can go on without it"));
    }

    private static Optional<Decision<RolloutEvent>> unlessSecondPerson(
            Rollout state, OverrideProposed proposed, Authority by) {
        String remedy = "Somebody else with the role %s decides".formatted(Role.APPROVER.code());
        if (by.subject().equals(proposed.proposedBy().subject())) {
            return Optional.of(Decision.refuse(
                    "approver-is-proposer",
                    "%s proposed to go on without approval and cannot agree to it.".formatted(by.name()),
                    remedy));
        }
        if (by.subject().equals(state.required().requestedBy().subject())) {
            return Optional.of(Decision.refuse(
                    "approver-is-requester",
                    "%s asked for this rollout and cannot agree to go on without approval.".formatted(by.name()),
                    remedy));
        }
        return Optional.empty();
    }
}
