package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.StepDecisions.cluster;
import static dev.lockstep.orchestration.rollout.StepDecisions.id;

import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsLapsed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.approval.Approvals.Gate;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Approvals are given while gates are open and facts are fresh, and lapse when that does not stay so: the requirements of the plan's
 * design before a rollout starts, those of the step in turn afterwards.
 */
final class ApprovalGateDecisions {

    private static final int MOST_SHOWN = 5;

    private ApprovalGateDecisions() {}

    static Decision<RolloutEvent> ask(Rollout state, RolloutCommand.AskApprovalGate ask) {
        if (!isBeforeStart(state)) {
            return Decision.refuse(
                    "gate-not-needed",
                    "Only before a rollout starts a gate is asked for its approval.",
                    "Nothing needs to be done");
        }
        Gate asked = state.approvals().gate();
        if (asked != null && !ask.anew() && asked.versions().equals(ask.versions()) && isFresh(asked, ask.now())) {
            return Decision.refuse("gate-asked-already", "This gate was asked for already.", "Wait for its answer");
        }
        RolloutRequested request = state.required();
        return Decision.accept(new ApprovalGateRequested(
                request.cluster(),
                request.rollout(),
                ask.gate(),
                request.scenario(),
                List.of(Stage.PLAN),
                request.operator(),
                request.targetBuild(),
                ask.versions(),
                ask.now()));
    }

    private static boolean isBeforeStart(Rollout state) {
        return state.status() == Status.REQUESTED || state.status() == Status.APPROVED;
    }

    /** Whether what a gate says is about facts as they may be now. */
    static boolean isFresh(Gate gate, Instant now) {
        return !gate.askedAt().plus(Rollout.FRESHNESS).isBefore(now);
    }

    /** Why nothing can be approved at this moment, whoever wants to; empty when something can. */
    static Optional<Refusal> refusal(Rollout state, RolloutCommand.Approve approve) {
        return isBeforeStart(state) ? beforeStart(state, approve) : onTheWay(state.current());
    }

    private static Optional<Refusal> beforeStart(Rollout state, RolloutCommand.Approve approve) {
        Gate asked = state.approvals().gate();
        RolloutCommand.GateAnswer answer = approve.gate();
        if (asked == null || answer == null || !answer.gate().equals(asked.id())) {
            return refuse(
                    "gates-unknown",
                    "Validation has not said yet whether the requirements of the plan's design are met.",
                    "Try again when validation answers");
        }
        if (!answer.recorded().equals(asked.versions())
                || !answer.versions().equals(asked.versions())
                || !isFresh(asked, approve.now())) {
            return refuse(
                    "facts-stale",
                    "What is recorded has changed since the requirements of the plan's design were evaluated, or was evaluated"
                            + " too long ago.",
                    "Try again; they are evaluated anew");
        }
        return answer.blocking().isEmpty() ? Optional.empty() : closed(answer.blocking());
    }

    private static Optional<Refusal> onTheWay(@Nullable CurrentStep current) {
        return current != null && current.phase() == Phase.WAITING && current.waitCause() == WaitCause.GATE
                ? closed(current.reasons())
                : Optional.empty();
    }

    private static Optional<Refusal> closed(List<String> blocking) {
        String more = blocking.size() > MOST_SHOWN ? "; and %d more".formatted(blocking.size() - MOST_SHOWN) : "";
        return refuse(
                "gates-closed",
                "Requirements are not met: %s%s."
                        .formatted(
                                String.join(
                                        "; ",
                                        blocking.stream().limit(MOST_SHOWN).toList()),
                                more),
                "Bring about what they ask for, or attest facts that have grown old; then approve");
    }

    private static Optional<Refusal> refuse(String type, String detail, String remedy) {
        return Optional.of(new Refusal(type, detail, remedy, Map.of()));
    }

    /** That the gate passed which approvals rest on from now on; empty when it is known, or the rollout has started. */
    static Optional<RolloutEvent> passed(Rollout state, Instant now) {
        Gate asked = state.approvals().gate();
        return asked == null || asked.passed() || !isBeforeStart(state)
                ? Optional.empty()
                : Optional.of(new ApprovalGatePassed(cluster(state), id(state), asked.id(), asked.versions(), now));
    }

    static Decision<RolloutEvent> lapse(Rollout state, CurrentStep current, RolloutCommand.LapseApprovals lapse) {
        List<String> parts = state.approvals().countingPartsOf(current.step().id(), lapse.now());
        if (!lapse.step().equals(current.step().id())
                || current.phase() != Phase.WAITING
                || current.closedSince() == null
                || parts.isEmpty()) {
            return Decision.refuse(
                    "nothing-to-lapse", "No approval rests on a gate that is closed.", "Nothing needs to be done");
        }
        return Decision.accept(new ApprovalsLapsed(
                cluster(state), id(state), lapse.step(), parts, List.of(lapse.reason()), lapse.now()));
    }
}
