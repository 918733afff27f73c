package dev.lockstep.orchestration.histories;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.approval.Approvals.Gate;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.orchestration.rollout.RolloutDecider;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Reversibility;
import dev.lockstep.procedures.PlanStep.Reversibility.Undo;
import dev.lockstep.procedures.WhatIf.Forecast;
import dev.lockstep.procedures.WhatIf.Outcome;
import dev.lockstep.procedures.WhatIf.StepForecast;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Carries a plan out without any server: the rollout's decider decides, and everybody else does what was foreseen. Where the forecast says
 * that a step would be blocked, its gate is closed once and then open. What the looks look at is left out.
 */
final class SimulatedRollout {

    private static final Work LOOK = new Work.Observe(List.of());
    private static final Duration LOOK_TIMEOUT = Duration.ofMinutes(5);
    private static final int LOOKS_UNTIL_HELD = 5;
    private static final InventoryVersions VERSIONS = new InventoryVersions(1, 1);

    private final RolloutDecider decider = new RolloutDecider();
    private final Plan plan;
    private final Forecast forecast;
    private final Set<String> takenBack;
    private final List<RolloutEvent> events = new ArrayList<>();
    private Rollout state = decider.initial();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long number;

    /** @param takenBack steps whose effect no look shows, so that somebody has them taken back and carried out again */
    SimulatedRollout(Plan plan, Forecast forecast, Set<String> takenBack) {
        this.plan = plan;
        this.forecast = forecast;
        this.takenBack = Set.copyOf(takenBack);
    }

    /** The whole history, from the request to the end. */
    List<RolloutEvent> carriedOut() {
        approved();
        Set<String> skipped = new HashSet<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            PlanStep step = plan.steps().get(i);
            StepForecast foreseen = forecast.steps().get(i);
            String with = step.skip().with();
            if (with != null && skipped.contains(with)) {
                skipped.add(step.id());
                give(new RolloutCommand.SkipStep(step.id(), foreseen.explanation(), VERSIONS, now));
                continue;
            }
            give(new RolloutCommand.BeginStep(step.id(), look(), now));
            seen();
            if (foreseen.outcome() == Outcome.SKIPPED) {
                skipped.add(step.id());
                give(new RolloutCommand.Skip(foreseen.explanation(), VERSIONS, now));
                continue;
            }
            admitted(step, foreseen);
            carriedOut(step);
            give(new RolloutCommand.Verify(VERSIONS, true, "", look(), look(), now));
        }
        give(new RolloutCommand.Complete(now));
        return List.copyOf(events);
    }

    private void approved() {
        List<RolloutStep> steps = plan.steps().stream().map(PlanStep::outline).toList();
        RolloutRequested request = new RolloutRequested(
                plan.cluster(),
                id(),
                "demo",
                plan.hash(),
                plan.scenario(),
                plan.targetBuild(),
                plan.operator(),
                steps,
                account(Role.COORDINATOR),
                now);
        List<String> ids = steps.stream().map(RolloutStep::id).toList();
        ApprovalNeed need =
                new ApprovalNeed("plan", Extent.PLAN, ids, plan.hash(), 1, Duration.ofDays(30), new TreeSet<>());
        give(new RolloutCommand.Request(request, List.of(need), null));
        give(new RolloutCommand.AskApprovalGate(id(), VERSIONS, false, now));
        Gate gate = Objects.requireNonNull(state.approvals().gate());
        give(new RolloutCommand.Approve(
                plan.hash(),
                account(Role.APPROVER),
                "",
                Set.of(),
                new RolloutCommand.GateAnswer(gate.id(), VERSIONS, VERSIONS, List.of()),
                null,
                now));
        give(new RolloutCommand.Start(account(Role.OPERATOR), now));
    }

    private void admitted(PlanStep step, StepForecast foreseen) {
        if (foreseen.outcome() == Outcome.BLOCKED) {
            gate(
                    step,
                    foreseen.blocking().stream()
                            .map(RequirementResult::requirement)
                            .collect(Collectors.toList()));
            give(new RolloutCommand.LookAgain(look(), now));
            seen();
        }
        gate(step, List.of());
    }

    private void gate(PlanStep step, List<String> blocking) {
        give(new RolloutCommand.AskGate(id(), step.requires(), step.subject(), VERSIONS, now));
        give(new RolloutCommand.AnswerGate(Objects.requireNonNull(current().gate()), VERSIONS, blocking, now));
    }

    private void carriedOut(PlanStep step) {
        if (step.actor() == ActorKind.CHECK) {
            return;
        }
        executed(step);
        if (takenBack.contains(step.id())) {
            ended();
            for (int i = 0; i < LOOKS_UNTIL_HELD; i++) {
                taken();
                give(new RolloutCommand.ReportLookFailed(task(), "cut off", look(), now));
            }
            decided(step, RolloutEvent.Decision.UNDO);
            seen();
            Undo undo = Objects.requireNonNull(step.reversibility().byCommand());
            verifiedUndo(step, undo, false);
            taken();
            ended();
            seen();
            verifiedUndo(step, undo, true);
            decided(step, RolloutEvent.Decision.RETRY);
            seen();
            gate(step, List.of());
            executed(step);
        }
        if (step.actor() == ActorKind.AUTOMATIC) {
            ended();
        } else {
            give(new RolloutCommand.Attest(
                    step.id(),
                    new Attestation(current().attempt(), Attestation.Outcome.DONE, "seen"),
                    account(Role.OPERATOR),
                    look(),
                    now));
        }
        seen();
    }

    private void executed(PlanStep step) {
        List<LockGrant> locks = step.locks().stream()
                .map(resource -> new LockGrant(resource, ++number))
                .toList();
        boolean automatic = step.actor() == ActorKind.AUTOMATIC;
        give(new RolloutCommand.Execute(
                locks, automatic ? order(new Work.Execute(step.command()), step.timeout()) : null, now));
        if (automatic) {
            taken();
        }
    }

    private void ended() {
        give(new RolloutCommand.ReportCommandEnded(task(), "runner", TaskOutcome.FINISHED, 0, null, now, look(), now));
    }

    private void decided(PlanStep step, RolloutEvent.Decision decision) {
        Reversibility wayBack = step.reversibility();
        give(new RolloutCommand.Decide(
                step.id(),
                decision,
                "a person saw to it",
                account(Role.OPERATOR),
                look(),
                wayBack,
                RolloutCommand.Ending.NONE,
                now));
    }

    private void verifiedUndo(PlanStep step, Undo undo, boolean gone) {
        TaskOrder command = order(new Work.Execute(undo.command()), step.timeout());
        give(new RolloutCommand.VerifyUndo(VERSIONS, gone, gone ? "" : "it is there", null, command, look(), now));
    }

    private void seen() {
        taken();
        give(new RolloutCommand.ReportFacts(task(), "runner", now, List.of(), List.of(), now));
    }

    private void taken() {
        give(new RolloutCommand.TakeTask(task(), "runner", ++number, now));
    }

    private UUID task() {
        return Objects.requireNonNull(current().task());
    }

    private CurrentStep current() {
        return Objects.requireNonNull(state.current());
    }

    private void give(RolloutCommand command) {
        switch (decider.decide(state, command)) {
            case Decision.Accepted<RolloutEvent>(List<RolloutEvent> decided) -> {
                for (RolloutEvent event : decided) {
                    state = decider.evolve(state, event);
                    events.add(event);
                }
            }
            case Decision.Refused<RolloutEvent>(var refusal) ->
                throw new AssertionError("%s: %s".formatted(command.getClass().getSimpleName(), refusal));
        }
        now = now.plusSeconds(1);
    }

    private TaskOrder look() {
        return order(LOOK, LOOK_TIMEOUT);
    }

    private TaskOrder order(Work work, Duration timeout) {
        return new TaskOrder(id(), work, timeout, Duration.ZERO);
    }

    private UUID id() {
        return new UUID(1, ++number);
    }

    private static Authority account(Role role) {
        return new Authority(
                role.code(),
                role.code(),
                new TreeSet<>(Set.of(role.code())),
                new TreeSet<>(Set.of("*")),
                new TreeSet<>(),
                null,
                null);
    }
}
