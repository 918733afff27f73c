package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsLapsed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.OverrideEvent.ApprovalOverridden;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutResumed;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepCompleted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepSkipped;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepUndone;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Watches the events alone and knows nothing of the aggregate's state: what it finds broken, an auditor would find broken. */
public final class RolloutWitness {

    /** A virtual server's upgrade, by the name of its step. */
    static final String UPGRADE = "upgrade-";

    private static final Set<Purpose> BEGINNINGS = Set.of(Purpose.LOOK_BEFORE, Purpose.EXECUTE, Purpose.UNDO);
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final List<String> violations = new ArrayList<>();
    private final Map<String, RolloutStep> plan = new HashMap<>();

    private final Set<String> inProgress = new HashSet<>();
    private final Set<String> upgrading = new HashSet<>();
    private final Set<String> finished = new HashSet<>();

    private @Nullable UUID gateOfApproval;
    private boolean greenForApproval;
    private Instant approvedUntil = Instant.MIN;
    private final Map<String, Instant> overriddenUntil = new HashMap<>();

    private int attempt;
    private @Nullable TaskCreated outstanding;
    private boolean taken;
    private @Nullable FactsReported seenBefore;
    private boolean seenAfter;
    private @Nullable GateRequested asked;
    private boolean gatePassed;
    private boolean closedGate;
    private List<LockGrant> locks = List.of();

    private boolean paused;
    private int executions;
    private boolean decided;
    private boolean decidedBefore;
    private boolean undoDecided;
    private boolean held;
    private final Set<String> attestedBy = new HashSet<>();
    private final Set<MarkDoneProposed> proposals = new HashSet<>();

    /** The rules that were broken, each in a few words. */
    public List<String> violations() {
        return violations;
    }

    /** The steps that are finished. */
    public Set<String> finished() {
        return finished;
    }

    /** What a runner took and never began was not executed. */
    public void runnerNeverBegan() {
        taken = false;
    }

    /** One more event. */
    public void see(RolloutEvent event) {
        switch (event) {
            case RolloutRequested requested -> requested.steps().forEach(step -> plan.put(step.id(), step));
            case ApprovalGateRequested gate -> {
                gateOfApproval = gate.gate();
                greenForApproval = false;
            }
            case ApprovalGatePassed gate -> greenForApproval = gate.gate().equals(gateOfApproval);
            case RolloutStarted _ -> greenForApproval = true;
            case RolloutApproved approved -> {
                check(greenForApproval && !closedGate, "an approval was given without an open gate");
                approvedUntil = later(approvedUntil, approved.approval().expiresAt());
            }
            case ApprovalOverridden override -> {
                check(!override.confirmedBy().equals(override.proposedBy()), "one person alone broke the glass");
                overriddenUntil.put(override.step(), override.expiresAt());
            }
            case ApprovalsLapsed _, ApprovalWithdrawn _ -> approvedUntil = Instant.MIN;
            case RolloutPaused _ -> {
                check(!paused, "a paused rollout was paused");
                paused = true;
            }
            case RolloutResumed _ -> paused = false;
            case StepBegun begun -> begun(begun);
            case TaskCreated created -> created(created);
            case TaskGranted granted -> granted(granted);
            case FactsReported reported -> reported(reported);
            case LookFailed failed -> ended(failed.task(), "a look failed that nobody waited for");
            case GateRequested gate -> {
                check(!paused, "a paused rollout asked a gate");
                check(seenBefore != null, "a gate was asked before anything was seen");
                asked = gate;
            }
            case GatePassed gate -> {
                check(
                        asked != null
                                && gate.gate().equals(asked.gate())
                                && gate.versions().equals(asked.versions()),
                        "a gate passed that was not the one asked for last");
                gatePassed = true;
            }
            case LocksGranted granted -> {
                check(!paused, "a paused rollout took locks");
                check(locks.isEmpty(), "locks were granted twice");
                locks = granted.locks();
            }
            case LocksReleased released -> {
                check(locks.equals(released.locks()), "other locks were released than those that were granted");
                locks = List.of();
            }
            case StepExecutionStarted started -> started(started);
            case CommandEnded command -> ended(command.task(), "a command ended that nobody waited for");
            case WorkAttested attested -> {
                check(
                        inProgress.contains(attested.step())
                                && attested.attestation().attempt() == attempt,
                        "work was attested that nobody was to do");
                attestedBy.add(attested.attestedBy().subject());
            }
            case StepWaiting waiting -> waiting(waiting);
            case StepHeld _ -> {
                outstanding = null;
                held = true;
                undoDecided = false;
            }
            case HoldDecided hold -> {
                check(held, "a decision was made on a step that was not held");
                decided = true;
                undoDecided = hold.decision() == RolloutEvent.Decision.UNDO;
            }
            case StepUndone undone -> undone(undone);
            case MarkDoneProposed proposed -> proposals.add(proposed);
            case StepMarkedDone marked -> marked(marked);
            case StepCompleted completed -> {
                boolean changes = step(completed.step()).changesState();
                check(
                        changes ? seenAfter : gatePassed,
                        "a step was completed, and nobody had looked at what it did, or its gate was closed");
                finish(completed.step());
            }
            case StepSkipped skipped -> finish(skipped.step());
            default -> {
                // Says nothing about what is in progress.
            }
        }
    }

    private void begun(StepBegun begun) {
        String step = begun.step();
        inProgress.remove(step);
        check(inProgress.isEmpty() && locks.isEmpty(), "a step began while another was in progress");
        check(!finished.contains(step), "a finished step began again");
        holdIsOver();
        nothingSeen();
        attempt = begun.attempt();
        if (attempt == 1) {
            executions = 0;
            decided = false;
            attestedBy.clear();
        }
    }

    private void created(TaskCreated created) {
        String step = created.step();
        switch (created.purpose()) {
            case LOOK_BEFORE -> {
                check(inProgress.isEmpty(), "a step looked before its change in the middle of it");
                nothingSeen();
            }
            case EXECUTE -> check(inProgress.contains(step), "a command was ordered for a step that had not begun");
            case UNDO ->
                check(
                        undoDecided && !locks.isEmpty() && inProgress.contains(step),
                        "an undo was ordered without a decision, or without the locks of what it takes back");
            case LOOK_AFTER, LOOK_UNDONE -> seenAfter = false;
        }
        check(!paused || !BEGINNINGS.contains(created.purpose()), "a paused rollout began something");
        closedGate = false;
        outstanding = created;
        taken = false;
        holdIsOver();
    }

    private void nothingSeen() {
        outstanding = null;
        seenBefore = null;
        seenAfter = false;
        asked = null;
        gatePassed = false;
    }

    private void granted(TaskGranted granted) {
        TaskCreated task = outstanding;
        check(task != null && granted.task().equals(task.task()), "a task was granted that was not outstanding");
        check(!taken, "a task was granted twice");
        check(
                !paused || task == null || !BEGINNINGS.contains(task.purpose()),
                "a paused rollout gave out what begins something");
        taken = true;
        if (task != null && task.purpose() == Purpose.EXECUTE) {
            Instant at = granted.grantedAt();
            check(isApproved(granted.step(), at), "a command was given away without an approval");
            check(isFresh(at), "a command was given away on old facts");
        }
    }

    private void reported(FactsReported reported) {
        TaskCreated look = outstanding;
        ended(reported.task(), "a report was heeded that nobody waited for");
        if (look != null && look.purpose() == Purpose.LOOK_BEFORE) {
            seenBefore = reported;
        }
        seenAfter = look != null && look.purpose() == Purpose.LOOK_AFTER;
    }

    private void ended(UUID task, String violation) {
        check(outstanding != null && task.equals(outstanding.task()), violation);
        outstanding = null;
    }

    private void started(StepExecutionStarted started) {
        String id = started.step();
        RolloutStep step = step(id);
        check(inProgress.isEmpty(), "two steps changed state at once");
        check(
                !id.startsWith(UPGRADE) || upgrading.stream().allMatch(id::equals),
                "a virtual server was upgraded beside another");
        check(isApproved(id, started.startedAt()), "a step began without an approval");
        check(gatePassed, "a step began without an open gate");
        check(isFresh(started.startedAt()), "a step began on old facts");
        check(
                !step.locks().isEmpty()
                        && locks.stream().map(LockGrant::resource).toList().equals(step.locks()),
                "a step began without its locks");
        executions++;
        check(
                executions == 1 || decided || step.repeatability() == Repeatability.IDEMPOTENT,
                "a step that must not be repeated freely ran again, and nobody had decided so");
        decidedBefore = decided;
        decided = false;
        seenAfter = false;
        inProgress.add(id);
        if (id.startsWith(UPGRADE)) {
            upgrading.add(id);
        }
    }

    private void waiting(StepWaiting waiting) {
        nothingSeen();
        closedGate = waiting.cause() == WaitCause.GATE;
        if (inProgress.contains(waiting.step())) {
            check(
                    waiting.cause() == WaitCause.RUNNER
                            || waiting.cause() == WaitCause.APPROVAL
                            || waiting.cause() == WaitCause.PAUSE,
                    "a step waited in the middle of its change");
            check(!taken, "a command was withdrawn that a runner had taken");
            executions--;
            decided = decidedBefore;
            inProgress.remove(waiting.step());
            upgrading.remove(waiting.step());
        }
    }

    private void undone(StepUndone undone) {
        check(undoDecided, "a step was taken back, and nobody had decided so");
        check(!locks.isEmpty() && inProgress.contains(undone.step()), "a step was taken back that held no locks");
        inProgress.remove(undone.step());
        upgrading.remove(undone.step());
        undoDecided = false;
        held = true;
    }

    private void marked(StepMarkedDone marked) {
        String second = marked.confirmedBy().subject();
        check(held, "a step was marked as done that was not held");
        check(
                proposals.stream()
                        .anyMatch(proposed -> proposed.proposal().equals(marked.proposal())
                                && proposed.step().equals(marked.step())
                                && proposed.proposedBy().equals(marked.proposedBy())),
                "a step was marked as done that nobody had proposed");
        check(
                !second.equals(marked.proposedBy().subject()) && !attestedBy.contains(second),
                "a step was marked as done without a second person");
        finish(marked.step());
        holdIsOver();
    }

    private void holdIsOver() {
        held = false;
        proposals.clear();
    }

    private void finish(String step) {
        inProgress.remove(step);
        upgrading.remove(step);
        check(finished.add(step), "a step was finished twice");
    }

    private boolean isApproved(String step, Instant at) {
        return at.isBefore(later(approvedUntil, overriddenUntil.getOrDefault(step, Instant.MIN)));
    }

    private boolean isFresh(Instant at) {
        return seenBefore != null && !seenBefore.observedAt().plus(FRESH).isBefore(at);
    }

    private RolloutStep step(String id) {
        RolloutStep step = plan.get(id);
        if (step == null) {
            throw new IllegalStateException("no step of the plan: " + id);
        }
        return step;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }
}
