package dev.lockstep.orchestration.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsLapsed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.OverrideEvent.ApprovalOverridden;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutPaused;
import dev.lockstep.contracts.orchestration.PauseEvent.RolloutResumed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
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
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.StepLifeCycle.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever commands come in whatever order: the rules hold, and every transition of the life cycle can happen. */
class OneStepAtATimeTest {

    private static final int COMMANDS = 1_500;

    /** One command of so many is lost in a crash, and one of so many is followed by one. */
    private static final int LOST = 100;

    private static final int CRASH = 40;

    /** One state of so many is made of all events, and not of a kept one and what came after it. */
    private static final int FROM_THE_BEGINNING = 10;

    private final RolloutDecider decider = new RolloutDecider();

    @Property(tries = 150)
    void noSequenceOfCommandsPutsTwoStepsInProgress(@ForAll long seed) {
        RolloutWitness witness = new RolloutWitness();

        run(seed, COMMANDS, witness, new HashSet<>());

        assertThat(witness.violations()).isEmpty();
    }

    /** What is never reached proves nothing. */
    @Test
    void schedulesGetToTheEndOfThePlan() {
        int completed = 0;
        int bothUpgraded = 0;
        for (long seed = 0; seed < 50; seed++) {
            RolloutWitness witness = new RolloutWitness();
            run(seed, COMMANDS, witness, new HashSet<>());
            completed += witness.finished().contains("last") ? 1 : 0;
            bothUpgraded += witness.finished().containsAll(Set.of("upgrade-evs1", "upgrade-evs2")) ? 1 : 0;
        }

        assertThat(bothUpgraded).isGreaterThan(10);
        assertThat(completed).isGreaterThan(10);
    }

    @Test
    void everyTransitionIsTaken() {
        Set<Transition> taken = new HashSet<>();

        for (long seed = 0; seed < 5_000 && !taken.containsAll(StepLifeCycle.TABLE); seed++) {
            run(seed, COMMANDS, new RolloutWitness(), taken);
        }

        assertThat(StepLifeCycle.TABLE)
                .allSatisfy(transition -> assertThat(taken).contains(transition));
    }

    @Test
    void documentationShowsTheDiagramOfTheTable() throws IOException {
        String page = Files.readString(Path.of("../docs/rollout-life-cycle.md"));

        assertThat(page).contains(StepLifeCycle.diagram());
    }

    /**
     * Runs commands in a process that dies now and then: sometimes what was decided is lost with it, and the next process knows what was
     * stored and nothing else.
     */
    private void run(long seed, int commands, RolloutWitness witness, Set<Transition> taken) {
        RandomCommands random = new RandomCommands(seed);
        Random crashes = new Random(seed);
        StoredRollout stored = new StoredRollout();
        Rollout state = decider.initial();
        for (int i = 0; i < commands && !state.status().isOver(); i++) {
            RolloutCommand command = random.next(state);
            Decision<RolloutEvent> decision = decider.decide(state, command);
            boolean lost = crashes.nextInt(LOST) == 0;
            if (!lost && decision instanceof Decision.Accepted<RolloutEvent>(var events)) {
                if (command instanceof RolloutCommand.GrantLapsed) {
                    witness.runnerNeverBegan();
                }
                for (RolloutEvent event : events) {
                    CurrentStep before = state.current();
                    state = decider.evolve(state, event);
                    stored.append(event);
                    witness.see(event);
                    CurrentStep after = state.current();
                    Optional<Trigger> trigger = Trigger.of(event);
                    if (before != null && after != null && trigger.isPresent()) {
                        taken.add(new Transition(before.phase(), trigger.get(), after.phase()));
                    }
                }
            }
        }
    }

    /** Watches the events alone and knows nothing of the aggregate's state. */
    private static final class Witness {
        private static final Set<Purpose> BEGINNINGS = Set.of(Purpose.LOOK_BEFORE, Purpose.EXECUTE, Purpose.UNDO);

        private final List<String> violations = new ArrayList<>();
        private final Set<String> inProgress = new HashSet<>();
        private final Set<String> finished = new HashSet<>();
        private final Set<String> attestedBy = new HashSet<>();
        private final Set<MarkDoneProposed> proposals = new HashSet<>();
        private boolean held;
        private boolean approved;
        private boolean greenForApproval;
        private final Set<String> overridden = new HashSet<>();
        private boolean gatePassed;
        private boolean locked;
        private boolean decided;
        private boolean undoDecided;
        private boolean taken;
        private boolean paused;
        private Purpose purpose = Purpose.LOOK_BEFORE;
        private int executions;

        /** What a runner took and never began was not executed. */
        void runnerNeverBegan() {
            taken = false;
        }

        void see(RolloutEvent event) {
            switch (event) {
                case RolloutApproved _ -> {
                    check(greenForApproval, "an approval was given without an open gate");
                    approved = true;
                }
                case ApprovalOverridden override -> {
                    check(!override.confirmedBy().equals(override.proposedBy()), "one person alone broke the glass");
                    overridden.add(override.step());
                }
                case ApprovalGatePassed _ -> greenForApproval = true;
                case ApprovalsLapsed _, ApprovalWithdrawn _ -> approved = false;
                case StepBegun begun -> {
                    check(inProgress.isEmpty() || !locked, "a step began while another was in progress");
                    inProgress.clear();
                    gatePassed = false;
                    holdIsOver();
                    if (begun.attempt() == 1) {
                        executions = 0;
                        decided = false;
                        attestedBy.clear();
                    }
                    check(!finished.contains(begun.step()), "a finished step began again");
                }
                case RolloutPaused _ -> {
                    check(!paused, "a paused rollout was paused");
                    paused = true;
                }
                case RolloutResumed _ -> paused = false;
                case GateRequested _ -> check(!paused, "a paused rollout asked a gate");
                case GatePassed _ -> gatePassed = true;
                case LocksGranted _ -> {
                    check(!paused, "a paused rollout took locks");
                    check(!locked, "locks were granted twice");
                    locked = true;
                }
                case StepExecutionStarted started -> {
                    check(inProgress.isEmpty(), "two steps changed state at once");
                    check(
                            (approved || overridden.contains(started.step())) && gatePassed && locked,
                            "a step began without approval, gate or lock");
                    executions++;
                    taken = false;
                    check(
                            executions == 1 || decided || !started.step().equals("once"),
                            "a step that must run once ran again, and nobody had decided so");
                    inProgress.add(started.step());
                }
                case TaskGranted _ -> {
                    check(
                            !paused || taken || !BEGINNINGS.contains(purpose),
                            "a paused rollout gave out what begins something");
                    taken = true;
                }
                case StepUndone undone -> {
                    check(undoDecided, "a step was taken back, and nobody had decided so");
                    check(locked && inProgress.contains(undone.step()), "a step was taken back that held no locks");
                    inProgress.remove(undone.step());
                    undoDecided = false;
                    held = true;
                }
                case StepWaiting waiting
                when inProgress.contains(waiting.step()) -> {
                    check(
                            waiting.cause() == WaitCause.RUNNER
                                    || waiting.cause() == WaitCause.APPROVAL
                                    || waiting.cause() == WaitCause.PAUSE,
                            "a step waited in the middle of its change");
                    check(!taken, "a command was withdrawn that a runner had taken");
                    executions--;
                    inProgress.remove(waiting.step());
                }
                case HoldDecided hold -> {
                    decided = true;
                    undoDecided = hold.decision() == RolloutEvent.Decision.UNDO;
                }
                case TaskCreated created -> {
                    check(
                            created.purpose() != Purpose.UNDO
                                    || (undoDecided && locked && inProgress.contains(created.step())),
                            "an undo was ordered without a decision, or without the locks of what it takes back");
                    check(!paused || !BEGINNINGS.contains(created.purpose()), "a paused rollout began something");
                    purpose = created.purpose();
                    taken = false;
                    holdIsOver();
                }
                case StepHeld _ -> {
                    held = true;
                    undoDecided = false;
                }
                case WorkAttested attested ->
                    attestedBy.add(attested.attestedBy().subject());
                case MarkDoneProposed proposed -> proposals.add(proposed);
                case StepMarkedDone marked -> marked(marked);
                case LocksReleased _ -> locked = false;
                case StepCompleted completed -> finish(completed.step());
                case StepSkipped skipped -> finish(skipped.step());
                default -> {
                    // Says nothing about what is in progress.
                }
            }
        }

        private void holdIsOver() {
            held = false;
            proposals.clear();
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

        private void finish(String step) {
            inProgress.remove(step);
            finished.add(step);
        }

        private void check(boolean holds, String violation) {
            if (!holds) {
                violations.add(violation);
            }
        }
    }
}
