package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneRejected;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.PauseEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutCompleted;
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
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.orchestration.StateLeftEvent;
import java.util.Optional;

/** What moves a step from one phase to another. */
public enum Trigger {
    BEGIN,
    LOOK,
    TAKE_TASK,
    REPORT_FACTS,
    FAIL_LOOK,
    ASK_GATE,
    PASS_GATE,
    WAIT,
    GRANT_LOCKS,
    START_EXECUTION,
    ORDER_COMMAND,
    END_COMMAND,
    ATTEST,
    LOOK_AGAIN,
    HOLD,
    DECIDE,
    ORDER_UNDO,
    LOOK_UNDONE,
    UNDO,
    PROPOSE_MARK,
    REJECT_MARK,
    MARK_DONE,
    COMPLETE,
    SKIP,
    RELEASE_LOCKS;

    /** The trigger that an event is, or empty when it is about the rollout as a whole. */
    static Optional<Trigger> of(RolloutEvent event) {
        return switch (event) {
            case StepBegun _ -> Optional.of(BEGIN);
            case TaskCreated created ->
                Optional.of(
                        switch (created.purpose()) {
                            case LOOK_BEFORE -> LOOK;
                            case EXECUTE -> ORDER_COMMAND;
                            case LOOK_AFTER -> LOOK_AGAIN;
                            case UNDO -> ORDER_UNDO;
                            case LOOK_UNDONE -> LOOK_UNDONE;
                        });
            case TaskGranted _ -> Optional.of(TAKE_TASK);
            case FactsReported _ -> Optional.of(REPORT_FACTS);
            case LookFailed _ -> Optional.of(FAIL_LOOK);
            case GateRequested _ -> Optional.of(ASK_GATE);
            case GatePassed _ -> Optional.of(PASS_GATE);
            case StepWaiting _ -> Optional.of(WAIT);
            case LocksGranted _ -> Optional.of(GRANT_LOCKS);
            case StepExecutionStarted _ -> Optional.of(START_EXECUTION);
            case CommandEnded _ -> Optional.of(END_COMMAND);
            case WorkAttested _ -> Optional.of(ATTEST);
            case StepHeld _ -> Optional.of(HOLD);
            case HoldDecided _ -> Optional.of(DECIDE);
            case StepUndone _ -> Optional.of(UNDO);
            case MarkDoneProposed _ -> Optional.of(PROPOSE_MARK);
            case MarkDoneRejected _ -> Optional.of(REJECT_MARK);
            case StepMarkedDone _ -> Optional.of(MARK_DONE);
            case StepCompleted _ -> Optional.of(COMPLETE);
            case StepSkipped _ -> Optional.of(SKIP);
            case LocksReleased _ -> Optional.of(RELEASE_LOCKS);
            case ApprovalEvent _,
                    OverrideEvent _,
                    PauseEvent _,
                    StateLeftEvent _,
                    LateResultRecorded _,
                    RolloutRequested _,
                    RolloutStarted _,
                    RolloutCompleted _,
                    RolloutAborted _ -> Optional.empty();
        };
    }
}
