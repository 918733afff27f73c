package dev.lockstep.orchestration.automation;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.orchestration.auditbacklog.AuditBacklog;
import dev.lockstep.orchestration.auditbacklog.Standing;
import dev.lockstep.orchestration.automation.NextMove.Give;
import dev.lockstep.orchestration.automation.NextMove.LeaseLost;
import dev.lockstep.orchestration.automation.NextMove.Rest;
import dev.lockstep.orchestration.automation.NextMove.TakeLocks;
import dev.lockstep.orchestration.automation.Watch.Awaited;
import dev.lockstep.orchestration.dispatch.Tasks;
import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.dispatch.WorkOrders;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.inventoryview.InventoryView.Recorded;
import dev.lockstep.orchestration.rollout.HoldChoices;
import dev.lockstep.orchestration.rollout.Phase;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.orchestration.stateleft.StatesLeft;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.Conditions.Answer;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.Reversibility.Undo;
import dev.lockstep.procedures.Predicates.Truth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next move of a rollout from what is stored: whoever asks after a crash gets the same answer. Only how long others have been
 * silent is counted by each process for itself.
 */
@ApplicationScoped
class Navigator {

    private static final Duration FRESHNESS = Duration.ofMinutes(4);

    private final Conditions conditions = new Conditions();
    private final InventoryView inventory;
    private final WorkOrders orders;
    private final Tasks tasks;
    private final GateAnswers gates;
    private final Watch watch;
    private final AuditBacklog backlog;
    private final Duration lease;
    private final Duration answerPatience;
    private final Waits waits;
    private final StatesLeft states;

    @Inject
    Navigator(
            InventoryView inventory,
            WorkOrders orders,
            Tasks tasks,
            GateAnswers gates,
            Watch watch,
            AuditBacklog backlog,
            @ConfigProperty(name = "lockstep.orchestration.lease") Duration lease,
            @ConfigProperty(name = "lockstep.orchestration.answer-patience") Duration answerPatience,
            Waits waits,
            StatesLeft states) {
        this.inventory = inventory;
        this.orders = orders;
        this.tasks = tasks;
        this.gates = gates;
        this.watch = watch;
        this.backlog = backlog;
        this.lease = lease;
        this.answerPatience = answerPatience;
        this.waits = waits;
        this.states = states;
    }

    NextMove next(Rollout rollout, Instant now) {
        if (rollout.status() != Status.RUNNING) {
            return new Rest(null);
        }
        if (rollout.rests() && !rollout.stateTold() && rollout.nextStep().isPresent()) {
            Optional<ClusterStateLeft> left = states.of(rollout);
            if (left.isPresent()) {
                return new Give(new RolloutCommand.TellStateLeft(left.get(), now));
            }
        }
        CurrentStep current = rollout.current();
        if (current == null || current.phase() == Phase.DONE) {
            return begin(rollout, now);
        }
        RolloutRequested request = rollout.required();
        return switch (current.phase()) {
            case LOOKING, CHECKING, UNDO_CHECKING -> leased(rollout, current, now);
            case EXECUTING ->
                current.step().actor() == Actor.PERSON ? new Rest(null) : executing(rollout, current, now);
            case UNDOING -> executing(rollout, current, now);
            case RECORDING -> recording(request, current, now);
            case GATED -> gated(request, current, now);
            case WAITING -> waits.waiting(rollout, current, now);
            case ADMITTED -> admitted(request, current, now);
            case COMPARING -> comparing(request, current, now);
            case UNDO_COMPARING -> comparingUndo(request, current, now);
            case HELD -> waits.held(rollout, current, now);
            case BEGUN, EXECUTED, DONE -> new Rest(null);
        };
    }

    private NextMove begin(Rollout rollout, Instant now) {
        Optional<RolloutStep> next = rollout.nextStep();
        if (next.isEmpty()) {
            return new Give(new RolloutCommand.Complete(now));
        }
        if (rollout.rests()) {
            return new Rest(null);
        }
        RolloutRequested request = rollout.required();
        String step = next.get().id();
        String with = orders.step(request, step).skip().with();
        if (with != null && rollout.skipped().contains(with)) {
            return new Give(new RolloutCommand.SkipStep(
                    step, "the step %s was skipped, and this one with it".formatted(with), versions(request), now));
        }
        return new Give(new RolloutCommand.BeginStep(step, orders.lookBefore(request, step, Duration.ZERO), now));
    }

    private InventoryVersions versions(RolloutRequested request) {
        return recorded(request).versions();
    }

    private Recorded recorded(RolloutRequested request) {
        return inventory.require(request.cluster());
    }

    private NextMove leased(Rollout rollout, CurrentStep current, Instant now) {
        UUID id = current.task();
        Optional<Task> task = id == null ? Optional.empty() : tasks.find(id);
        Instant expires = task.map(Task::leaseExpiresAt).orElse(null);
        if (task.isEmpty() || expires == null || !task.get().state().equals("LEASED")) {
            return new Rest(null);
        }
        Instant watched = watch.since(
                        rollout.required().rollout(), Awaited.RESULT, task.get().id(), now)
                .plus(lease);
        Instant lost = expires.isAfter(watched) ? expires : watched;
        return lost.isBefore(now) ? new LeaseLost() : new Rest(lost.plusMillis(1));
    }

    private static NextMove untilTaken(UUID command, Rollout rollout, CurrentStep current, Instant now) {
        Instant deadline = current.factsFreshUntil();
        boolean approved = current.phase() == Phase.UNDOING
                || rollout.approvals().missing(current.step().id(), now).isEmpty();
        return deadline.isBefore(now) || !approved
                ? new Give(new RolloutCommand.WithdrawCommand(command, now))
                : new Rest(deadline.plusMillis(1));
    }

    private NextMove executing(Rollout rollout, CurrentStep current, Instant now) {
        UUID command = current.task();
        return command == null || current.taken()
                ? leased(rollout, current, now)
                : untilTaken(command, rollout, current, now);
    }

    private NextMove recording(RolloutRequested request, CurrentStep current, Instant now) {
        Recorded recorded = recorded(request);
        Optional<NextMove> early = unlessRecorded(
                request, recorded, current, now, reason -> new RolloutCommand.WaitForInventory(reason, now));
        if (early.isPresent()) {
            return early.get();
        }
        PlanStep step = orders.step(request, current.step().id());
        String when = step.skip().when();
        if (when != null) {
            Answer answer = conditions.evaluate(when, recorded.facts(), now);
            if (answer.truth() == Truth.TRUE) {
                return new Give(
                        new RolloutCommand.Skip("it is so already: " + answer.explanation(), recorded.versions(), now));
            }
        }
        return new Give(new RolloutCommand.AskGate(
                UUID.randomUUID(), step.requires(), step.subject(), recorded.versions(), now));
    }

    private interface GivingUp {
        RolloutCommand because(String reason);
    }

    /** What to do as long as inventory has not recorded what was seen. */
    private Optional<NextMove> unlessRecorded(
            RolloutRequested request, Recorded recorded, CurrentStep current, Instant now, GivingUp givingUp) {
        FactsReported reported = current.reported();
        List<ObservedFact> missing = reported == null ? List.of() : recorded.missing(reported);
        if (reported == null || missing.isEmpty()) {
            return Optional.empty();
        }
        Instant deadline = watch.since(request.rollout(), Awaited.RECORD, reported.task(), now)
                .plus(answerPatience);
        if (now.isBefore(deadline)) {
            return Optional.of(new Rest(deadline));
        }
        String reason = missing.stream()
                .limit(5)
                .map(fact -> fact.path().toString())
                .collect(Collectors.joining(", ", "inventory has not recorded what was seen: ", ""));
        return Optional.of(new Give(givingUp.because(reason)));
    }

    private NextMove gated(RolloutRequested request, CurrentStep current, Instant now) {
        UUID gate = current.gate();
        if (gate == null) {
            return lookAgain(request, current, now);
        }
        Optional<GateAnswers.Answer> answer = gates.find(gate);
        if (answer.isPresent()) {
            return new Give(new RolloutCommand.AnswerGate(
                    gate, answer.get().versions(), answer.get().blocking(), now));
        }
        Instant deadline =
                watch.since(request.rollout(), Awaited.ANSWER, gate, now).plus(answerPatience);
        return now.isBefore(deadline) ? new Rest(deadline) : lookAgain(request, current, now);
    }

    private NextMove admitted(RolloutRequested request, CurrentStep current, Instant now) {
        FactsReported reported = current.reported();
        if (reported == null || reported.observedAt().plus(FRESHNESS).isBefore(now)) {
            return lookAgain(request, current, now);
        }
        if (!current.step().changesState()) {
            return verify(request, current, recorded(request), false, now);
        }
        PlanStep step = orders.step(request, current.step().id());
        return MoveRule.objection(step, recorded(request))
                .<NextMove>map(reason -> new Give(new RolloutCommand.Forbid(reason, now)))
                .orElseGet(() -> accountable(now));
    }

    /** What cannot be accounted for is not begun. */
    private NextMove accountable(Instant now) {
        return switch (backlog.standing(now)) {
            case Standing.KeepsUp _ -> new TakeLocks();
            case Standing.NotYetKnown(Instant until) -> {
                Instant soon = now.plus(Waits.AUDIT_PAUSE);
                yield new Rest(soon.isBefore(until) ? soon : until.plusMillis(1));
            }
            case Standing.Behind(String reason) -> new Give(new RolloutCommand.WaitForAudit(reason, now));
        };
    }

    private NextMove comparing(RolloutRequested request, CurrentStep current, Instant now) {
        Recorded recorded = recorded(request);
        Optional<NextMove> early = unlessRecorded(
                request,
                recorded,
                current,
                now,
                _ -> new RolloutCommand.LookAfterAgain(nextLook(request, current, true), now));
        return early.orElseGet(() -> verify(request, current, recorded, true, now));
    }

    /** Whether the effect of a step that is to be taken back is gone; what cannot be accounted for is not taken back either. */
    private NextMove comparingUndo(RolloutRequested request, CurrentStep current, Instant now) {
        Recorded recorded = recorded(request);
        Optional<NextMove> early = unlessRecorded(
                request,
                recorded,
                current,
                now,
                _ -> new RolloutCommand.LookAfterAgain(nextLook(request, current, true), now));
        if (early.isPresent()) {
            return early.get();
        }
        PlanStep step = orders.step(request, current.step().id());
        Undo undo = step.reversibility().byCommand();
        if (undo == null) {
            throw new IllegalStateException("no command takes the step back: " + step.id());
        }
        Answer answer = conditions.evaluate(undo.verify(), recorded.facts(), now);
        boolean gone = answer.truth() == Truth.TRUE;
        return !gone && current.checkingSince() == null && backlog.standing(now) instanceof Standing.Behind
                ? new Rest(now.plus(Waits.AUDIT_PAUSE))
                : new Give(new RolloutCommand.VerifyUndo(
                        recorded.versions(),
                        gone,
                        gone ? "" : answer.explanation(),
                        MoveRule.objectionToUndo(step, recorded).orElse(null),
                        orders.undo(request, step.id()),
                        nextLook(request, current, true),
                        now));
    }

    private NextMove verify(
            RolloutRequested request, CurrentStep current, Recorded recorded, boolean after, Instant now) {
        PlanStep step = orders.step(request, current.step().id());
        Answer answer = conditions.evaluate(step.verify(), recorded.facts(), now);
        boolean holds = answer.truth() == Truth.TRUE;
        return new Give(new RolloutCommand.Verify(
                recorded.versions(),
                holds,
                holds ? "" : answer.explanation(),
                nextLook(request, current, after),
                anotherAttempt(request, current, step),
                now));
    }

    /** The first look of another attempt: the later, the more attempts there were; null when none follows by itself. */
    private @Nullable TaskOrder anotherAttempt(RolloutRequested request, CurrentStep current, PlanStep step) {
        if (HoldChoices.meaning(current, step.reversibility()) != FailureClass.RETRY) {
            return null;
        }
        return orders.lookBefore(
                request, current.step().id(), WorkOrders.backOff(current.look() + current.attempt() - 1));
    }

    private TaskOrder nextLook(RolloutRequested request, CurrentStep current, boolean after) {
        Duration delay = WorkOrders.backOff(current.look());
        String step = current.step().id();
        return after ? orders.lookAfter(request, step, delay) : orders.lookBefore(request, step, delay);
    }

    private NextMove lookAgain(RolloutRequested request, CurrentStep current, Instant now) {
        return new Give(new RolloutCommand.LookAgain(
                orders.lookBefore(request, current.step().id(), Duration.ZERO), now));
    }
}
