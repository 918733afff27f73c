package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneRejected;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.approval.ApprovalRules;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How a held step comes to count as done although no look showed its effect: one person says so with what shows it, and a second one,
 * who holds the authority of the step and had no part in it, agrees. What it changed is still asked for by the gates of later steps.
 */
final class MarkDecisions {

    private MarkDecisions() {}

    static Decision<RolloutEvent> propose(Rollout state, CurrentStep current, RolloutCommand.ProposeMark propose) {
        return unlessHeld(current, propose.step())
                .or(() -> HoldChoices.refusalOfMark(current, propose.wayBack()))
                .orElseGet(() -> Decision.accept(new MarkDoneProposed(
                        cluster(state),
                        id(state),
                        propose.step(),
                        current.attempt(),
                        propose.proposal(),
                        propose.reason(),
                        propose.evidence(),
                        propose.by(),
                        propose.now())));
    }

    static Decision<RolloutEvent> confirm(Rollout state, CurrentStep current, RolloutCommand.ConfirmMark confirm) {
        Set<String> delegations = confirm.delegations();
        return decided(state, current, confirm.step(), confirm.proposal(), confirm.by(), delegations, proposal -> {
            List<RolloutEvent> events = new ArrayList<>();
            events.add(new StepMarkedDone(
                    cluster(state),
                    id(state),
                    confirm.step(),
                    current.attempt(),
                    proposal.proposal(),
                    proposal.reason(),
                    proposal.evidence(),
                    proposal.proposedBy(),
                    proposal.proposedAt(),
                    confirm.comment(),
                    confirm.by(),
                    confirm.now()));
            ExecutionDecisions.release(state, current, confirm.now()).ifPresent(events::add);
            return Decision.acceptAll(events);
        });
    }

    static Decision<RolloutEvent> reject(Rollout state, CurrentStep current, RolloutCommand.RejectMark reject) {
        return decided(
                state,
                current,
                reject.step(),
                reject.proposal(),
                reject.by(),
                Set.of(),
                proposal -> Decision.accept(new MarkDoneRejected(
                        cluster(state),
                        id(state),
                        reject.step(),
                        current.attempt(),
                        proposal.proposal(),
                        reject.reason(),
                        reject.by(),
                        reject.now())));
    }

    private interface SecondWord {
        Decision<RolloutEvent> about(MarkDoneProposed proposal);
    }

    /** A second person's word about the proposal that stands, unless that person may not give it. */
    private static Decision<RolloutEvent> decided(
            Rollout state,
            CurrentStep current,
            String step,
            UUID read,
            Authority by,
            Set<String> delegations,
            SecondWord word) {
        Optional<Decision<RolloutEvent>> notHeld = unlessHeld(current, step);
        if (notHeld.isPresent()) {
            return notHeld.get();
        }
        MarkDoneProposed proposal = current.proposal();
        if (proposal == null || !proposal.proposal().equals(read)) {
            return Decision.refuse(
                    "stale-proposal",
                    "The proposal %s does not stand any more.".formatted(read),
                    "Read the rollout again and decide about the proposal that stands");
        }
        return unlessSecondPerson(current, proposal, by)
                .or(() -> ApprovalRules.withoutAuthority(state.required(), by, delegations)
                        .<Decision<RolloutEvent>>map(Decision::refuse))
                .orElseGet(() -> word.about(proposal));
    }

    private static Optional<Decision<RolloutEvent>> unlessHeld(CurrentStep current, String step) {
        if (current.phase() == Phase.HELD && step.equals(current.step().id())) {
            return Optional.empty();
        }
        return Optional.of(Decision.refuse(
                "not-held", "The step '%s' is not held.".formatted(step), "Only what is held can be marked as done"));
    }

    private static Optional<Decision<RolloutEvent>> unlessSecondPerson(
            CurrentStep current, MarkDoneProposed proposal, Authority by) {
        String remedy = "Somebody else with the role %s decides".formatted(Role.APPROVER.code());
        if (by.subject().equals(proposal.proposedBy().subject())) {
            return Optional.of(Decision.refuse(
                    "approver-is-proposer",
                    "%s proposed that the step counts as done and cannot decide about it.".formatted(by.name()),
                    remedy));
        }
        if (current.attestedBy().contains(by.subject())) {
            return Optional.of(Decision.refuse(
                    "approver-attested",
                    "%s attested the step and cannot decide whether it counts as done.".formatted(by.name()),
                    remedy));
        }
        return Optional.empty();
    }
}
