package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.orchestration.deputy.Arrangement;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be wanted of a rollout. Time and identifiers come with the command. */
public sealed interface RolloutCommand {

    /** When it was given. */
    Instant now();

    /**
     * A task to be made.
     *
     * @param delay how long to wait before a runner may take it
     */
    record TaskOrder(UUID task, Work work, Duration timeout, Duration delay) {}

    /**
     * How a rollout ends early.
     *
     * @param noReturn ids of the plan's steps that have no way back
     * @param acknowledged in which state the cluster is left, in the person's words, or null
     * @param left what is recorded of the cluster, or null when nothing is
     */
    record Ending(
            Set<String> noReturn,
            @Nullable String acknowledged,
            @Nullable ClusterStateLeft left) {

        /** Of which nothing is known. */
        public static final Ending NONE = new Ending(Set.of(), null, null);

        public Ending {
            noReturn = Set.copyOf(noReturn);
        }

        /** What it means that a step of the plan fails: what its procedure declares, unless there is no way back. */
        FailureClass meaningOf(RolloutStep step) {
            return noReturn.contains(step.id()) ? FailureClass.POINT_OF_NO_RETURN : step.onFailure();
        }
    }

    /**
     * The rollout that another one replaces.
     *
     * @param executed ids of the steps that were carried out in it, or begun to be
     */
    record Replaced(Rollout rollout, Set<String> executed) {
        public Replaced {
            executed = Set.copyOf(executed);
        }
    }

    /**
     * Ask for a plan to be carried out.
     *
     * @param needs the approvals that the plan needs
     * @param replaced whose approvals of unchanged parts are taken over, or null
     */
    record Request(
            RolloutRequested request,
            List<ApprovalNeed> needs,
            @Nullable Replaced replaced) implements RolloutCommand {
        @Override
        public Instant now() {
            return request.requestedAt();
        }
    }

    /**
     * Ask whether the requirements of the plan's design are met, because somebody wants to approve it.
     *
     * @param anew also when this was asked not long ago: the answer was that they are not
     */
    record AskApprovalGate(UUID gate, InventoryVersions versions, boolean anew, Instant now)
            implements RolloutCommand {}

    /**
     * What validation says to the gate of an approval.
     *
     * @param versions what was evaluated
     * @param recorded the newest versions that inventory has recorded
     * @param blocking each requirement that blocks, in words; empty when the gate is open
     */
    record GateAnswer(UUID gate, InventoryVersions versions, InventoryVersions recorded, List<String> blocking) {
        public GateAnswer {
            blocking = List.copyOf(blocking);
        }
    }

    /**
     * Agree to the plan, or to parts of it.
     *
     * @param parts the needs to approve; empty for all that this account can approve and has not
     * @param gate what validation says, or null when it has not answered or need not
     * @param arrangement under which a deputy approves, as it stands, or null in the account's own right
     */
    record Approve(
            String planHash,
            Authority by,
            String comment,
            Set<String> parts,
            @Nullable GateAnswer gate,
            @Nullable Arrangement arrangement,
            Instant now)
            implements RolloutCommand {}

    /** What approvals of the step in turn rest on has not been so for too long. */
    record LapseApprovals(String step, String reason, Instant now) implements RolloutCommand {}

    /** Take back what one has approved. */
    record WithdrawApproval(Authority by, String reason, Instant now) implements RolloutCommand {}

    /** Refuse the plan. */
    record Reject(String planHash, Authority by, String reason, Instant now) implements RolloutCommand {}

    /** Begin. */
    record Start(Authority by, Instant now) implements RolloutCommand {}

    /** The turn of the next step came: look first. */
    record BeginStep(String step, TaskOrder look, Instant now) implements RolloutCommand {}

    /** The next step is not needed because of another one. */
    record SkipStep(String step, String reason, InventoryVersions versions, Instant now) implements RolloutCommand {}

    /** Every step is done. */
    record Complete(Instant now) implements RolloutCommand {}

    /** No runner took the command in time: it must not start any more. */
    record WithdrawCommand(UUID task, Instant now) implements RolloutCommand {}

    /** A runner took the outstanding task. */
    record TakeTask(UUID task, String runner, long fencingToken, Instant now) implements RolloutCommand {}

    /** A runner saw facts. */
    record ReportFacts(
            UUID task,
            String runner,
            Instant observedAt,
            List<ObservedFact> facts,
            List<ListedCollection> listed,
            Instant now)
            implements RolloutCommand {}

    /** A look failed; look again. */
    record ReportLookFailed(UUID task, String failure, TaskOrder again, Instant now) implements RolloutCommand {}

    /** A command that changes state ended; look at what it did. */
    record ReportCommandEnded(
            UUID task,
            String runner,
            TaskOutcome outcome,
            @Nullable Integer exitCode,
            @Nullable String failure,
            Instant endedAt,
            TaskOrder look,
            Instant now)
            implements RolloutCommand {}

    /** A person says how attended work went; look at what it did. */
    record Attest(String step, Attestation attestation, Authority by, TaskOrder look, Instant now)
            implements RolloutCommand {}

    /** Inventory has recorded what was seen, and the step is not needed. */
    record Skip(String reason, InventoryVersions versions, Instant now) implements RolloutCommand {}

    /** Inventory has recorded what was seen; ask whether the requirements are met. */
    record AskGate(UUID gate, List<Stage> stages, @Nullable String subject, InventoryVersions versions, Instant now)
            implements RolloutCommand {}

    /**
     * Validation answered.
     *
     * @param blocking each requirement that blocks, in words; empty when the gate is open
     */
    record AnswerGate(UUID gate, InventoryVersions versions, List<String> blocking, Instant now)
            implements RolloutCommand {}

    /** A runner took the command and fell silent before it began: nothing was executed. */
    record GrantLapsed(UUID task, String reason, Instant now) implements RolloutCommand {}

    /** Inventory has not recorded in time what was seen before the step. */
    record WaitForInventory(String reason, Instant now) implements RolloutCommand {}

    /** Inventory has not recorded in time what was seen after the step; that says nothing about the step's effect. Look again. */
    record LookAfterAgain(TaskOrder look, Instant now) implements RolloutCommand {}

    /** Look again before the step: facts may have changed, or have become too old. */
    record LookAgain(TaskOrder look, Instant now) implements RolloutCommand {}

    /** The history does not keep up with what happens. */
    record WaitForAudit(String reason, Instant now) implements RolloutCommand {}

    /** Another rollout holds a lock. */
    record WaitForLock(String reason, Instant now) implements RolloutCommand {}

    /** What is recorded forbids what the step would do, although its requirements are met: a person has to look. */
    record Forbid(String reason, Instant now) implements RolloutCommand {}

    /**
     * The step may change state.
     *
     * @param command what the runner runs, or null when a person acts
     */
    record Execute(List<LockGrant> locks, @Nullable TaskOrder command, Instant now) implements RolloutCommand {}

    /**
     * Verification compared what was seen with what should be.
     *
     * @param holds whether it is so
     * @param explanation what was seen instead; empty when it holds
     * @param again the next look if it does not hold yet
     * @param another the first look of another attempt, if it is to have one: at all that the step depends on, and not just at its effect;
     *     null when none follows by itself
     */
    record Verify(
            InventoryVersions versions,
            boolean holds,
            String explanation,
            TaskOrder again,
            @Nullable TaskOrder another,
            Instant now)
            implements RolloutCommand {}

    /**
     * A person decides about a step that is held or waits.
     *
     * @param look at what is to be known first
     * @param wayBack how the plan says that the step is taken back
     * @param ending in which state the cluster is left when the decision ends the rollout
     */
    record Decide(
            String step,
            Decision decision,
            String reason,
            Authority by,
            TaskOrder look,
            Reversibility wayBack,
            Ending ending,
            Instant now)
            implements RolloutCommand {}

    /**
     * What was seen is compared with what is to be when a step's effect is gone.
     *
     * @param gone whether it is
     * @param explanation what was seen instead; empty when it is gone
     * @param forbidden why the undo must not run, or null when it may
     * @param command the undo, in case that it has not run
     * @param again the next look, in case that it has
     */
    record VerifyUndo(
            InventoryVersions versions,
            boolean gone,
            String explanation,
            @Nullable String forbidden,
            TaskOrder command,
            TaskOrder again,
            Instant now)
            implements RolloutCommand {}

    /**
     * Say that a held step counts as done, with what shows it.
     *
     * @param wayBack how the plan says that the step is taken back
     */
    record ProposeMark(
            String step,
            UUID proposal,
            String reason,
            String evidence,
            Authority by,
            Reversibility wayBack,
            Instant now)
            implements RolloutCommand {}

    /**
     * Agree that a held step counts as done.
     *
     * @param proposal what was read
     * @param delegations all of which the one who agrees must hold
     * @param comment words for the history, or an empty text
     */
    record ConfirmMark(String step, UUID proposal, Set<String> delegations, String comment, Authority by, Instant now)
            implements RolloutCommand {}

    /** Do not agree that a held step counts as done. */
    record RejectMark(String step, UUID proposal, String reason, Authority by, Instant now) implements RolloutCommand {}

    /** Want a step that waits for approval to go on without it. */
    record ProposeOverride(String step, UUID proposal, String reason, Authority by, Instant now)
            implements RolloutCommand {}

    /**
     * Agree that a step goes on without the approvals that it lacks.
     *
     * @param proposal what was read
     * @param comment words for the history, or an empty text
     */
    record ConfirmOverride(String step, UUID proposal, String comment, Authority by, Instant now)
            implements RolloutCommand {}

    /** Keep what a runner said of a task that nobody waits for any more. */
    record RecordLateResult(LateResultRecorded said) implements RolloutCommand {
        @Override
        public Instant now() {
            return said.receivedAt();
        }
    }

    /** A paused rollout has come to rest: tell how its cluster stands. */
    record TellStateLeft(ClusterStateLeft left, Instant now) implements RolloutCommand {}

    /** Let a rollout come to rest. */
    record Pause(String reason, Authority by, Instant now) implements RolloutCommand {}

    /** Let a paused rollout go on. */
    record Resume(String reason, Authority by, Instant now) implements RolloutCommand {}

    /**
     * A step is held until what is wrong has been mended: look whether it has.
     *
     * @param wayBack how the plan says that the step is taken back
     */
    record LookWhetherMended(TaskOrder look, Reversibility wayBack, Instant now) implements RolloutCommand {}

    /**
     * End a rollout, unless a runner's command may be running.
     *
     * @param ending in which state the cluster is left
     */
    record Abort(String reason, Ending ending, Authority by, Instant now) implements RolloutCommand {}
}
