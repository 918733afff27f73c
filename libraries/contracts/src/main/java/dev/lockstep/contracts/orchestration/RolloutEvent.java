package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PersonText;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to a rollout: one plan carried out on one cluster. */
public sealed interface RolloutEvent extends OrchestrationEvent
        permits ApprovalEvent,
                LateResultRecorded,
                MarkDoneEvent,
                OverrideEvent,
                PauseEvent,
                StateLeftEvent,
                RolloutEvent.RolloutRequested,
                RolloutEvent.RolloutStarted,
                RolloutEvent.StepBegun,
                RolloutEvent.TaskCreated,
                RolloutEvent.TaskGranted,
                RolloutEvent.LookFailed,
                RolloutEvent.FactsReported,
                RolloutEvent.GateRequested,
                RolloutEvent.GatePassed,
                RolloutEvent.StepWaiting,
                RolloutEvent.LocksGranted,
                RolloutEvent.StepExecutionStarted,
                RolloutEvent.WorkAttested,
                RolloutEvent.CommandEnded,
                RolloutEvent.StepCompleted,
                RolloutEvent.StepSkipped,
                RolloutEvent.StepHeld,
                RolloutEvent.HoldDecided,
                RolloutEvent.StepUndone,
                RolloutEvent.LocksReleased,
                RolloutEvent.RolloutCompleted,
                RolloutEvent.RolloutAborted {

    ClusterId cluster();

    UUID rollout();

    @Override
    default String partitionKey() {
        return cluster().value();
    }

    /**
     * Somebody asked for a plan to be carried out.
     *
     * @param site the site whose runner acts
     * @param operator the account that carries attended steps out, as the permission requirements name it, or null
     * @param targetBuild the Exchange build that the plan leads to
     * @param steps the steps of the plan, in order, as far as carrying them out needs to know them
     */
    @EventType("lockstep.orchestration.rollout-requested.v1")
    record RolloutRequested(
            ClusterId cluster,
            UUID rollout,
            String site,
            String planHash,
            Scenario scenario,
            String targetBuild,
            @Nullable String operator,
            List<RolloutStep> steps,
            Authority requestedBy,
            Instant requestedAt)
            implements RolloutEvent {
        public RolloutRequested {
            steps = List.copyOf(steps);
        }
    }

    /** The rollout began. */
    @EventType("lockstep.orchestration.rollout-started.v1")
    record RolloutStarted(ClusterId cluster, UUID rollout, Authority startedBy, Instant startedAt)
            implements RolloutEvent {}

    /** A step's turn came: nothing has been changed yet. */
    @EventType("lockstep.orchestration.step-begun.v1")
    record StepBegun(ClusterId cluster, UUID rollout, String step, int attempt, Instant begunAt)
            implements RolloutEvent {}

    /**
     * A task is ready for the runner of a site.
     *
     * @param purpose why: to look before the step, to carry it out, or to see what it did
     * @param look 1 for the first look of its purpose in this attempt, more for repeated ones
     * @param notBefore when a runner may take it at the earliest
     */
    @EventType("lockstep.orchestration.task-created.v1")
    record TaskCreated(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            UUID task,
            Purpose purpose,
            int look,
            String site,
            Work work,
            Duration timeout,
            Instant notBefore,
            Instant createdAt)
            implements RolloutEvent {}

    /** A runner took a task under lease. */
    @EventType("lockstep.orchestration.task-granted.v1")
    record TaskGranted(
            ClusterId cluster,
            UUID rollout,
            String step,
            UUID task,
            String runner,
            long fencingToken,
            Instant grantedAt)
            implements RolloutEvent {}

    /** A look failed: a tool could not be run or its output was not understood, or its runner fell silent. Nothing was changed by it. */
    @EventType("lockstep.orchestration.look-failed.v1")
    record LookFailed(ClusterId cluster, UUID rollout, String step, UUID task, String failure, Instant failedAt)
            implements RolloutEvent {}

    /** A runner reported what it saw; inventory records it. */
    @EventType("lockstep.orchestration.facts-reported.v1")
    record FactsReported(
            ClusterId cluster,
            UUID rollout,
            String step,
            UUID task,
            String reportedBy,
            Instant observedAt,
            List<ObservedFact> facts,
            List<TaskResult.ListedCollection> listed)
            implements RolloutEvent {
        public FactsReported {
            facts = List.copyOf(facts);
            listed = List.copyOf(listed);
        }
    }

    /**
     * A step asks whether its requirements are met.
     *
     * @param stages at which to evaluate
     * @param subject the node, virtual server or domain the step acts on, or null for the cluster
     * @param operator the account that will carry the step out, for the permission requirements
     * @param versions evaluate at exactly these
     */
    @EventType("lockstep.orchestration.gate-requested.v1")
    record GateRequested(
            ClusterId cluster,
            UUID rollout,
            String step,
            UUID gate,
            Scenario scenario,
            List<Stage> stages,
            @Nullable String subject,
            @Nullable String operator,
            String targetBuild,
            InventoryVersions versions,
            Instant requestedAt)
            implements RolloutEvent {
        public GateRequested {
            stages = List.copyOf(stages);
        }
    }

    /** The gate is open: every requirement that could block is met at these versions. */
    @EventType("lockstep.orchestration.gate-passed.v1")
    record GatePassed(ClusterId cluster, UUID rollout, String step, UUID gate, InventoryVersions versions)
            implements RolloutEvent {}

    /**
     * The step cannot go on for now, and nothing was changed.
     *
     * @param cause what it waits for
     * @param reasons in words, 1 or more; for a gate each requirement that blocks
     */
    @EventType("lockstep.orchestration.step-waiting.v1")
    record StepWaiting(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            WaitCause cause,
            @PersonText List<String> reasons,
            Instant since)
            implements RolloutEvent {
        public StepWaiting {
            reasons = List.copyOf(reasons);
        }
    }

    /** The step holds these locks, taken from coarse to fine. */
    @EventType("lockstep.orchestration.locks-granted.v1")
    record LocksGranted(ClusterId cluster, UUID rollout, String step, int attempt, List<LockGrant> locks, Instant at)
            implements RolloutEvent {
        public LocksGranted {
            locks = List.copyOf(locks);
        }
    }

    /**
     * The step began to change state.
     *
     * @param actor {@code RUNNER} for a command, {@code PERSON} for attended work
     * @param approval the approval it rests on
     */
    @EventType("lockstep.orchestration.step-execution-started.v1")
    record StepExecutionStarted(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            Actor actor,
            @PersonText String approval,
            Instant startedAt)
            implements RolloutEvent {}

    /** A person said how attended work went. */
    @EventType("lockstep.orchestration.work-attested.v1")
    record WorkAttested(
            ClusterId cluster,
            UUID rollout,
            String step,
            Attestation attestation,
            Authority attestedBy,
            Instant attestedAt)
            implements RolloutEvent {}

    /** A command that changes state ended, as far as its runner can tell. */
    @EventType("lockstep.orchestration.command-ended.v1")
    record CommandEnded(
            ClusterId cluster,
            UUID rollout,
            String step,
            UUID task,
            String runner,
            TaskOutcome outcome,
            @Nullable Integer exitCode,
            @Nullable String failure,
            Instant endedAt)
            implements RolloutEvent {}

    /** Observation agreed: the step had its effect, or needed none. */
    @EventType("lockstep.orchestration.step-completed.v1")
    record StepCompleted(
            ClusterId cluster, UUID rollout, String step, int attempt, InventoryVersions seenAt, Instant completedAt)
            implements RolloutEvent {}

    /** The step's effect was there already. */
    @EventType("lockstep.orchestration.step-skipped.v1")
    record StepSkipped(
            ClusterId cluster, UUID rollout, String step, String reason, InventoryVersions seenAt, Instant skippedAt)
            implements RolloutEvent {}

    /**
     * The step stopped and waits for a person.
     *
     * @param outcomeUnknown whether it may have changed something; its locks stay taken until somebody decides
     */
    @EventType("lockstep.orchestration.step-held.v1")
    record StepHeld(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            @PersonText String reason,
            boolean outcomeUnknown,
            Instant heldAt)
            implements RolloutEvent {}

    /** A person decided how a held step goes on. */
    @EventType("lockstep.orchestration.hold-decided.v1")
    record HoldDecided(
            ClusterId cluster,
            UUID rollout,
            String step,
            Decision decision,
            @PersonText(by = "decidedBy") String reason,
            Authority decidedBy,
            Instant decidedAt)
            implements RolloutEvent {}

    /**
     * Observation agreed: the effect of a held step is gone again. The step stays held and has changed nothing.
     *
     * @param reason of the person who decided that it be taken back
     */
    @EventType("lockstep.orchestration.step-undone.v1")
    record StepUndone(
            ClusterId cluster,
            UUID rollout,
            String step,
            int attempt,
            @PersonText(by = "decidedBy") String reason,
            Authority decidedBy,
            InventoryVersions seenAt,
            Instant undoneAt)
            implements RolloutEvent {}

    /** The step's locks are free again. */
    @EventType("lockstep.orchestration.locks-released.v1")
    record LocksReleased(ClusterId cluster, UUID rollout, String step, List<LockGrant> locks, Instant at)
            implements RolloutEvent {
        public LocksReleased {
            locks = List.copyOf(locks);
        }
    }

    /** Every step was completed or needed none. */
    @EventType("lockstep.orchestration.rollout-completed.v1")
    record RolloutCompleted(ClusterId cluster, UUID rollout, Instant completedAt) implements RolloutEvent {}

    /** The rollout was ended before its plan was carried out. */
    @EventType("lockstep.orchestration.rollout-aborted.v1")
    record RolloutAborted(
            ClusterId cluster,
            UUID rollout,
            @PersonText(by = "abortedBy") String reason,
            Authority abortedBy,
            Instant abortedAt)
            implements RolloutEvent {}

    /** Why a task is made. */
    enum Purpose {
        /** To know the facts before the step. */
        LOOK_BEFORE,
        /** To carry the step out. */
        EXECUTE,
        /** To see what the step did. */
        LOOK_AFTER,
        /** To take the step back. */
        UNDO,
        /** To see whether the step's effect is gone. */
        LOOK_UNDONE
    }

    /** What a step can wait for. */
    enum WaitCause {
        /** Requirements that block. */
        GATE,
        /** A lock that another rollout holds. */
        LOCK,
        /** An approval that still counts. */
        APPROVAL,
        /** A runner: none took the command while it might still start, or the one that did fell silent before; nothing was executed. */
        RUNNER,
        /** Inventory, which has not recorded what was seen before the step. */
        INVENTORY,
        /** The history, which does not keep up with what happens: what cannot be accounted for is not begun. */
        AUDIT,
        /** Somebody who lets the rollout go on that was paused. */
        PAUSE
    }

    /** Who carries a step out. */
    enum Actor {
        RUNNER,
        PERSON
    }

    /** What a person may decide about a held step. */
    enum Decision {
        /** Carry it out again. */
        RETRY,
        /** Look again; it may have had its effect. */
        VERIFY_AGAIN,
        /** Take it back by the command that its plan names, and see that its effect is gone. */
        UNDO,
        /** End the rollout. */
        ABORT
    }
}
