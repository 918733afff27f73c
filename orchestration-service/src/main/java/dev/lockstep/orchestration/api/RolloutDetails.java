package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.orchestration.api.RolloutDetail.Pause;
import dev.lockstep.orchestration.api.RolloutDetail.Proposal;
import dev.lockstep.orchestration.api.RolloutDetail.StepDetail;
import dev.lockstep.orchestration.dispatch.TaskOutputs;
import dev.lockstep.orchestration.dispatch.Tasks;
import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.inventoryview.InventoryView.Recorded;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.rollout.HoldChoices;
import dev.lockstep.orchestration.rollout.Phase;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.StepWords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tells rollouts from their events. */
@ApplicationScoped
class RolloutDetails {

    private static final int OUTPUT_LINES = 20;

    /** How a step stands that was in progress when its rollout was ended. */
    private static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";

    /** The largest events by far, and they tell no times. */
    private static final String FACTS_REPORTED = "lockstep.orchestration.facts-reported.v1";

    private final Rollouts rollouts;
    private final Plans plans;
    private final Tasks tasks;
    private final TaskOutputs outputs;
    private final InventoryView inventory;
    private final Conditions conditions = new Conditions();
    private final Clock clock;

    @Inject
    RolloutDetails(
            Rollouts rollouts, Plans plans, Tasks tasks, TaskOutputs outputs, InventoryView inventory, Clock clock) {
        this.clock = clock;
        this.inventory = inventory;
        this.rollouts = rollouts;
        this.plans = plans;
        this.tasks = tasks;
        this.outputs = outputs;
    }

    /** How a step stands that two persons answer for. */
    private static final String MARKED_DONE = "MARKED_DONE";

    /** The rollout as it stands; empty when nobody asked for it. */
    Optional<RolloutDetail> find(UUID id) {
        Rollout rollout = rollouts.state(id);
        if (rollout.status() == Status.NONE) {
            return Optional.empty();
        }
        RolloutTimes times = new RolloutTimes();
        times.version = rollouts.follow(id, 0, event -> {
            if (!event.type().equals(FACTS_REPORTED)) {
                times.take(rollouts.decode(event));
            }
        });
        RolloutRequested request = rollout.required();
        Instant now = clock.instant();
        CurrentStep current = rollout.current();
        Optional<Task> task = current == null
                ? Optional.empty()
                : Optional.ofNullable(current.task()).flatMap(tasks::find);
        List<PlanStep> planned = plans.require(request.planHash()).steps();
        String stepWaitsFor = current == null || current.phase() == Phase.DONE
                ? ""
                : waitingFor(current, task, meaning(current, planned))
                        + lapsed(rollout, current, now)
                        + Overrides.asked(rollout, now)
                        + notSeenYet(request, current, now);
        List<StepDetail> steps = IntStream.range(0, planned.size())
                .mapToObj(index -> step(planned.get(index), index, rollout, task, stepWaitsFor, times))
                .toList();
        return Optional.of(new RolloutDetail(
                id,
                request.cluster().value(),
                request.site(),
                request.planHash(),
                request.scenario(),
                request.targetBuild(),
                rollout.status().name(),
                times.version,
                request.requestedBy(),
                request.requestedAt(),
                times.started,
                times.over,
                ApprovalPart.of(rollout.approvals(), now),
                Overrides.confirmed(rollout),
                Overrides.standing(rollout, now),
                pause(rollout),
                times.left,
                waitingFor(rollout, stepWaitsFor, now),
                current == null ? List.of() : current.locks(),
                task.map(outstanding -> outputs.tail(outstanding.id(), OUTPUT_LINES))
                        .orElse(List.of()),
                steps));
    }

    private static StepDetail step(
            PlanStep step, int index, Rollout rollout, Optional<Task> task, String waitingFor, RolloutTimes times) {
        CurrentStep current = stepInProgress(rollout, step.id());
        String status = current == null
                ? settledStatus(step.id(), index, rollout, times)
                : rollout.status().isOver() ? OUTCOME_UNKNOWN : current.phase().name();
        return new StepDetail(
                step.id(),
                step.title(),
                step.stage().code(),
                step.action(),
                step.cluster(),
                step.node(),
                step.virtualServer(),
                step.actor().name().toLowerCase(Locale.ROOT),
                step.reversibility().kind(),
                step.reversibility().undo(),
                step.reversibility().byCommand() != null,
                step.onFailure(),
                step.attempts(),
                step.locks(),
                step.skip().expected(),
                times.skipped.get(step.id()),
                status,
                current == null ? "" : waitingFor,
                current == null ? null : current.since(),
                times.begun.get(step.id()),
                times.ended.get(step.id()),
                times.attempts.getOrDefault(step.id(), 0),
                current == null ? null : task.map(Task::runner).orElse(null),
                current == null ? List.of() : List.copyOf(HoldChoices.open(rollout, step.reversibility())),
                current != null
                        && !rollout.status().isOver()
                        && HoldChoices.abortNeedsAcknowledgement(
                                current, HoldChoices.meaning(current, step.reversibility())),
                times.late(step.id()),
                times.lateInAll.getOrDefault(step.id(), 0),
                times.attested.getOrDefault(step.id(), List.of()),
                current == null ? null : proposal(current),
                times.marks.get(step.id()));
    }

    private static @Nullable CurrentStep stepInProgress(Rollout rollout, String step) {
        CurrentStep current = rollout.current();
        return current != null
                        && current.phase() != Phase.DONE
                        && current.step().id().equals(step)
                ? current
                : null;
    }

    private static @Nullable Proposal proposal(CurrentStep current) {
        MarkDoneProposed proposed = current.proposal();
        return proposed == null
                ? null
                : new Proposal(
                        proposed.proposal(),
                        proposed.reason(),
                        proposed.evidence(),
                        proposed.proposedBy(),
                        proposed.proposedAt());
    }

    private static String settledStatus(String step, int index, Rollout rollout, RolloutTimes times) {
        if (times.marks.containsKey(step)) {
            return MARKED_DONE;
        }
        if (rollout.skipped().contains(step)) {
            return "SKIPPED";
        }
        return index < rollout.next() ? "COMPLETED" : "PENDING";
    }

    private static String waitingFor(Rollout rollout, String stepWaitsFor, Instant now) {
        return switch (rollout.status()) {
            case REQUESTED, APPROVED -> {
                List<String> missing = rollout.missingToStart(now);
                yield missing.isEmpty() ? "somebody to start it" : "approval: " + String.join("; ", missing);
            }
            case RUNNING ->
                rollout.pauseInWords()
                        .map(paused -> withPause(rollout, stepWaitsFor, paused))
                        .orElse(stepWaitsFor);
            case NONE, COMPLETED, REJECTED, ABORTED -> "";
        };
    }

    /** Who rests says why; what comes to its end first, or would be waited for all the same, is told with it. */
    private static String withPause(Rollout rollout, String stepWaitsFor, String paused) {
        if (!rollout.rests()) {
            return "%s; then it rests, %s".formatted(stepWaitsFor, paused);
        }
        return stepWaitsFor.isEmpty() || stepWaitsFor.contains(paused)
                ? paused
                : "%s; then: %s".formatted(paused, stepWaitsFor);
    }

    private static @Nullable Pause pause(Rollout rollout) {
        RolloutPaused paused = rollout.pause();
        return paused == null
                ? null
                : new Pause(paused.reason(), paused.pausedBy(), paused.pausedAt(), rollout.rests());
    }

    private static FailureClass meaning(CurrentStep current, List<PlanStep> planned) {
        return planned.stream()
                .filter(step -> step.id().equals(current.step().id()))
                .map(step -> HoldChoices.meaning(current, step.reversibility()))
                .findFirst()
                .orElseThrow();
    }

    private static String waitingFor(CurrentStep current, Optional<Task> task, FailureClass meaning) {
        String asGoodAsHeld = current.asGoodAsHeld();
        if (asGoodAsHeld != null) {
            return held(current, asGoodAsHeld, meaning);
        }
        String runner = task.map(Task::runner).map(name -> "runner " + name).orElse("a runner of the site");
        return switch (current.phase()) {
            case LOOKING -> runner + ", which looks at the cluster";
            case RECORDING, COMPARING -> "inventory, which records what was seen";
            case GATED -> "validation, which evaluates the requirements";
            case WAITING -> String.join("; ", current.reasons());
            case HELD -> held(current, String.join("; ", current.reasons()), meaning);
            case EXECUTING ->
                current.step().actor() == Actor.PERSON
                        ? "a person, who carries the step out and attests it"
                        : runner + ", which runs the command";
            case CHECKING -> runner + ", which looks at what the step did";
            case UNDOING -> runner + ", which runs the command that takes the step back" + why(current);
            case UNDO_CHECKING -> runner + ", which looks whether the step's effect is gone" + why(current);
            case UNDO_COMPARING -> "inventory, which records what was seen" + why(current);
            case BEGUN, ADMITTED, EXECUTED, DONE -> "";
        };
    }

    private static String why(CurrentStep current) {
        HoldDecided decided = current.undo();
        return decided == null
                ? ""
                : "; %s decided to take it back: %s"
                        .formatted(decided.decidedBy().name(), decided.reason());
    }

    /** At a closed gate it is good to know that it will not be enough to open it. */
    private static String lapsed(Rollout rollout, CurrentStep current, Instant now) {
        List<String> missing = current.phase() == Phase.WAITING && current.waitCause() == WaitCause.GATE
                ? rollout.approvals().missing(current.step().id(), now)
                : List.of();
        return missing.isEmpty() ? "" : "; then approval: " + String.join("; ", missing);
    }

    /** Why the look after a change is not the first one, and how long looks go on; nothing when it is. */
    private String notSeenYet(RolloutRequested request, CurrentStep current, Instant now) {
        Instant since = current.checkingSince();
        FactsReported reported = current.reported();
        if (current.phase() != Phase.CHECKING || current.look() < 2 || since == null) {
            return "";
        }
        if (current.failedLooks() > 0 || reported == null) {
            return "; %d look%s in a row failed"
                    .formatted(current.failedLooks(), current.failedLooks() == 1 ? "" : "s");
        }
        return inventory
                .latest(request.cluster())
                .map(recorded -> recorded.missing(reported).isEmpty()
                        ? notSeen(request, current, recorded, since, now)
                        : "; inventory had not recorded what the last look saw")
                .orElse("");
    }

    private String notSeen(
            RolloutRequested request, CurrentStep current, Recorded recorded, Instant since, Instant now) {
        String verify = plans.require(request.planHash())
                .step(current.step().id())
                .map(PlanStep::verify)
                .orElseThrow();
        return "; the last look did not show it: %s; it has until %s"
                .formatted(
                        conditions.evaluate(verify, recorded.facts(), now).explanation(),
                        since.plus(current.step().patience()));
    }

    private static String held(CurrentStep current, String why, FailureClass meaning) {
        String reasons = "%s; %s: %s"
                .formatted(
                        why,
                        meaning,
                        StepWords.onFailure(meaning, current.step().attempts()));
        MarkDoneProposed proposed = current.proposal();
        return proposed == null
                ? reasons
                : "%s; a second person, who decides whether it counts as done as %s says"
                        .formatted(reasons, proposed.proposedBy().name());
    }
}
